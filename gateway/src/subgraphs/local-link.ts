import { type LocalSubgraph, TooLong } from '@doctorpy/service-kit/subgraph';
import type { Deadline } from './deadline.js';
import { SubgraphFault } from './fault.js';
import type { SubgraphLink } from './link.js';
import { MAX_RESPONSE_BYTES, type SubgraphAnswer } from './transport.js';

/**
 * A subgraph of this process, called as a function. As over the network, whoever stops waiting gets the reason at once, and
 * the subgraph finishes what it began.
 * @param maxAnswerBytes largest answer taken, as it would be long on a wire; 16 MiB unless said otherwise
 */
export function createLocalLink(subgraph: LocalSubgraph, maxAnswerBytes = MAX_RESPONSE_BYTES): SubgraphLink {
  return {
    async send({ operation, caller, requestId, traceparent, deadline }) {
      if (deadline.fault) throw deadline.fault;
      const answer = subgraph.execute({ ...operation, caller, requestId, traceparent, maxAnswerBytes }).then(
        ({ result, headers }): SubgraphAnswer => {
          const cacheControl = headers.get('cache-control');
          return cacheControl === undefined ? result : { ...result, cacheControl };
        },
        (cause: unknown) => {
          const message = cause instanceof Error ? cause.message : String(cause);
          const isAnswered = cause instanceof TooLong;
          throw new SubgraphFault(isAnswered ? 'malformed' : 'unreachable', message, { cause, isAnswered });
        },
      );
      return firstOf(answer, deadline);
    },
    // The subgraph is closed by whoever started it, and waits for what is under way.
    async close() {},
  };
}

/** Not `Promise.race` with a promise of the deadline: that one would keep every answer for as long as the deadline lives. */
function firstOf<T>(answer: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = deadline.onOver(reject);
    answer.then(resolve, reject).finally(forget);
  });
}
