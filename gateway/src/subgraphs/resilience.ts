import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@doctorpy/service-kit/logging';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
} from 'cockatiel';
import type { Deadline } from './deadline.js';
import { SubgraphFault } from './fault.js';
import { createRetryBudget } from './retry-budget.js';
import type { SubgraphMetrics } from './subgraph-metrics.js';

/** What protects the gateway from one subgraph, and the subgraph from the gateway. */
export interface ResilienceOptions {
  readonly subgraph: string;
  /** Requests under way at once; more wait. */
  readonly concurrency: number;
  /** Requests that may wait; more are refused. */
  readonly queue: number;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
}

/** Runs requests to one subgraph. */
export interface Resilience {
  /**
   * @param attempt sends the request; called a second time at most
   * @throws SubgraphFault whatever went wrong
   */
  run<T>(attempt: () => Promise<T>, options: { mayRepeat: boolean; deadline: Deadline }): Promise<T>;
}

/** Failures in a row, without any answer between them, after which a subgraph is left alone for a while. */
const FAILURES_IN_A_ROW = 5;
/** The first pause until it is tried again, which doubles up to the longest, in milliseconds. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
/** The pause before a second attempt, spread by chance over its upper half, in milliseconds. */
const RETRY_PAUSE_MS = 100;

/**
 * Around every request, from outside in: a place among those under way, or a bounded wait for one; one more attempt
 * when the connection broke, for what may be repeated and within a budget; a circuit breaker, which refuses at once
 * while the subgraph keeps failing and lets a single request try it from time to time.
 */
export function createResilience({ subgraph, concurrency, queue, metrics, log }: ResilienceOptions): Resilience {
  const places = bulkhead(concurrency, queue);
  const budget = createRetryBudget();
  const labels = { subgraph };
  /** Failures of requests that were sent before the circuit opened: what they tell is known already. */
  const stale = new WeakSet<Error>();
  let openings = 0;
  const breaker = circuitBreaker(
    // A client that leaves says nothing about the subgraph, unless it took the only trial with it.
    handleWhen(
      (error) => !stale.has(error) && (!isFault(error, 'client_left') || breaker.state === CircuitState.HalfOpen),
    ),
    {
      breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
    },
  );
  metrics.circuit.set(labels, 0);
  breaker.onStateChange((state) => metrics.circuit.set(labels, state));
  breaker.onBreak(() => {
    openings += 1;
    metrics.circuitOpened.inc(labels);
    log.warn({ subgraph }, 'subgraph.circuit_opened');
  });
  breaker.onHalfOpen(() => log.info({ subgraph }, 'subgraph.circuit_tried'));
  breaker.onReset(() => log.info({ subgraph }, 'subgraph.circuit_closed'));

  const guarded = <T>(attempt: () => Promise<T>): Promise<T> => {
    // While one request tries whether the subgraph is back, the library lets all others wait for it.
    if (breaker.state === CircuitState.HalfOpen) throw circuitOpen();
    const begunAfter = openings;
    return breaker.execute(() =>
      attempt().catch((error: unknown) => {
        if (begunAfter !== openings && error instanceof Error) stale.add(error);
        throw error;
      }),
    );
  };

  const twiceAtMost = async <T>(attempt: () => Promise<T>, deadline: Deadline): Promise<T> => {
    try {
      return await guarded(attempt);
    } catch (error) {
      if (!isFault(error, 'unreachable')) throw error;
      const outcome = budget.spend() ? 'sent' : 'budget';
      metrics.retries.inc({ subgraph, outcome });
      if (outcome === 'budget') throw error;
      await pause(RETRY_PAUSE_MS * (0.5 + Math.random() / 2), undefined, { signal: deadline.signal });
      return await guarded(attempt);
    }
  };

  const count = () => {
    metrics.underWay.set(labels, concurrency - places.executionSlots);
    metrics.waiting.set(labels, queue - places.queueSlots);
  };

  return {
    async run(attempt, { mayRepeat, deadline }) {
      if (mayRepeat) budget.earn();
      // The library is not told of the deadline: it would forget to call the next in the queue after one that gave up.
      const work = places.execute(async () => {
        count();
        if (deadline.fault) throw deadline.fault;
        return mayRepeat ? twiceAtMost(attempt, deadline) : guarded(attempt);
      });
      count();
      try {
        return await settledBefore(deadline, work);
      } catch (error) {
        throw asFault(error, deadline);
      } finally {
        count();
      }
    },
  };
}

/** What comes of the work, or the deadline's fault when that is over first. */
function settledBefore<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = deadline.onOver(reject);
    work.then(
      (result) => {
        forget();
        resolve(result);
      },
      (error: unknown) => {
        forget();
        reject(error);
      },
    );
  });
}

function asFault(error: unknown, { fault }: Deadline): SubgraphFault {
  if (error instanceof SubgraphFault) return error;
  if (fault) return fault;
  if (error instanceof BrokenCircuitError) return circuitOpen();
  if (error instanceof BulkheadRejectedError) {
    return new SubgraphFault('overloaded', 'Too many requests wait for the subgraph already.');
  }
  return new SubgraphFault('unreachable', error instanceof Error ? error.message : String(error), { cause: error });
}

function circuitOpen(): SubgraphFault {
  return new SubgraphFault('circuit_open', 'The subgraph failed too often just now.');
}

function isFault(error: unknown, kind: SubgraphFault['kind']): boolean {
  return error instanceof SubgraphFault && error.kind === kind;
}
