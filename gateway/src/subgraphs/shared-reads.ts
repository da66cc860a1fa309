import { type Deadline, openDeadline } from './deadline.js';
import { PassedAnswer } from './passed-answer.js';
import type { SubgraphAnswer } from './transport.js';

/** Lets equal reads that are under way at the same time share one request. */
export interface SharedReads {
  /**
   * Sends a read, or waits with others for one that is under way. Everybody gets an answer of their own, to change as
   * they like, and waits no longer than their own deadline; the request is given up when nobody waits any more.
   * @param key all that the answer depends on: the subgraph, what is asked, and for whom
   */
  join(key: string, options: JoinOptions): Promise<SubgraphAnswer>;
  /** Something may have been changed: whoever asks from now on must not be answered from before. */
  wrote(): void;
}

/** How one read is made. */
export interface JoinOptions {
  readonly deadline: Deadline;
  /** Sends it, until the deadline is over: that of everybody who waits. */
  readonly send: (deadline: Deadline) => Promise<SubgraphAnswer>;
}

/**
 * How old a request may be that somebody else joins, in milliseconds. What this gateway has seen being written ends its
 * sharing at once; this bounds how far behind anything else may be: another gateway's mutation, a consumer of events.
 */
const LONGEST_SHARED_MS = 50;

interface Flight {
  readonly answer: Promise<SubgraphAnswer>;
  readonly deadline: Deadline;
  readonly sentAt: number;
  readonly epoch: number;
  waiting: number;
  isShared: boolean;
}

/**
 * A read is joined only if it was sent since the last mutation that this gateway has seen the end of, at most
 * `longestMs` ago, and has no answer yet. Nothing is kept once there is one, and a failure is told to those who waited
 * for it and to nobody after them.
 */
export function createSharedReads({ longestMs = LONGEST_SHARED_MS } = {}): SharedReads {
  const flights = new Map<string, Flight>();
  let epoch = 0;

  const depart = (key: string, { deadline, send }: JoinOptions): Flight => {
    // Not that of whoever began it, who may leave while others wait: it is over when nobody does.
    const own = openDeadline();
    const flight: Flight = {
      answer: send(own),
      deadline: own,
      sentAt: performance.now(),
      epoch,
      waiting: 0,
      isShared: false,
    };
    if (!deadline.fault) flights.set(key, flight);
    return flight;
  };

  const land = (key: string, flight: Flight) => {
    if (flights.get(key) === flight) flights.delete(key);
  };

  return {
    join(key, options) {
      const known = flights.get(key);
      const isGood = known && known.epoch === epoch && performance.now() - known.sentAt <= longestMs;
      const flight = isGood ? known : depart(key, options);
      if (isGood) flight.isShared = true;
      flight.waiting += 1;
      return new Promise((resolve, reject) => {
        const forget = options.deadline.onOver((fault) => {
          reject(fault);
          flight.waiting -= 1;
          if (flight.waiting > 0) return;
          land(key, flight);
          // For the reason of whoever waited last: that a subgraph hangs must be told from a client that left.
          flight.deadline.giveUp(fault);
        });
        flight.answer.then(
          (answer) => {
            land(key, flight);
            forget();
            resolve(flight.isShared ? copied(answer) : answer);
          },
          (error: unknown) => {
            land(key, flight);
            forget();
            reject(error);
          },
        );
      });
    },
    wrote() {
      epoch += 1;
    },
  };
}

/** A copy of what came as JSON. */
function copied(answer: SubgraphAnswer): SubgraphAnswer {
  return answer instanceof PassedAnswer ? answer.copy() : JSON.parse(JSON.stringify(answer));
}
