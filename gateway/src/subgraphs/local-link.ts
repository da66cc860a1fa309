import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import { SubgraphFault } from './fault.js';
import type { SubgraphLink } from './link.js';
import type { SubgraphAnswer } from './transport.js';

/**
 * A subgraph of this process, called as a function. As over the network, whoever stops waiting gets the reason at once, and
 * the subgraph finishes what it began.
 */
export function createLocalLink(subgraph: LocalSubgraph): SubgraphLink {
  return {
    async send({ operation, caller, requestId, traceparent, signal }) {
      if (signal.aborted) throw signal.reason;
      const answer = subgraph.execute({ ...operation, caller, requestId, traceparent }).then(
        ({ result }): SubgraphAnswer => result,
        (cause: unknown) => {
          const message = cause instanceof Error ? cause.message : String(cause);
          throw new SubgraphFault('unreachable', message, { cause });
        },
      );
      return firstOf(answer, signal);
    },
    // The subgraph is closed by whoever started it, and waits for what is under way.
    async close() {},
  };
}

/** Not `Promise.race` with a promise of the signal: that one would keep every answer for as long as the signal lives. */
function firstOf<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
