import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type CircuitState, createCircuit } from './circuit.js';
import type { Deadline } from './deadline.js';
import { SubgraphFault } from './fault.js';
import { createPlaces, type Places } from './places.js';
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
   * @param attempt sends the request; called a second time at most. It must end when the deadline is over
   * @throws SubgraphFault whatever went wrong
   */
  run<T>(attempt: () => Promise<T>, options: { mayRepeat: boolean; deadline: Deadline }): Promise<T>;
  /** Stops telling what is under way. */
  close(): void;
}

/** The pause before a second attempt, spread by chance over its upper half, in milliseconds. */
const RETRY_PAUSE_MS = 100;

/** As the metric says it. */
const STATES: Readonly<Record<CircuitState, number>> = { closed: 0, open: 1, tried: 2 };

/**
 * Around every request, from outside in: a place among those under way, or a bounded wait for one; one more attempt
 * when the connection broke, for what may be repeated and within a budget; a circuit breaker, which refuses at once
 * while the subgraph keeps failing and lets a single request try it from time to time. What finds a place and is answered
 * costs one promise.
 */
export function createResilience({ subgraph, concurrency, queue, metrics, log }: ResilienceOptions): Resilience {
  const places = createPlaces(concurrency, queue);
  const budget = createRetryBudget();
  const labels = { subgraph };
  const circuit = createCircuit((state) => {
    metrics.circuit.set(labels, STATES[state]);
    if (state === 'open') {
      metrics.circuitOpened.inc(labels);
      log.warn({ subgraph }, 'subgraph.circuit_opened');
    } else log.info({ subgraph }, state === 'tried' ? 'subgraph.circuit_tried' : 'subgraph.circuit_closed');
  });
  metrics.circuit.set(labels, STATES.closed);
  const unwatch = metrics.watch(subgraph, places);

  const guarded = async <T>(attempt: () => Promise<T>): Promise<T> => {
    const entry = circuit.enter();
    try {
      const result = await attempt();
      circuit.succeeded(entry);
      return result;
    } catch (error) {
      circuit.failed(entry, error);
      throw error;
    }
  };

  /** After a first attempt that failed. */
  const again = async <T>(error: unknown, attempt: () => Promise<T>, deadline: Deadline): Promise<T> => {
    if (!(error instanceof SubgraphFault && error.kind === 'unreachable')) throw error;
    const outcome = budget.spend() ? 'sent' : 'budget';
    metrics.retries.inc({ subgraph, outcome });
    if (outcome === 'budget') throw error;
    await pause(RETRY_PAUSE_MS * (0.5 + Math.random() / 2), undefined, { signal: deadline.signal });
    return guarded(attempt);
  };

  /** With a place, which it gives back. */
  const placed = async <T>(attempt: () => Promise<T>, mayRepeat: boolean, deadline: Deadline): Promise<T> => {
    try {
      const entry = circuit.enter();
      try {
        const result = await attempt();
        circuit.succeeded(entry);
        return result;
      } catch (error) {
        circuit.failed(entry, error);
        if (!mayRepeat) throw error;
        return await again(error, attempt, deadline);
      }
    } catch (error) {
      throw asFault(error, deadline);
    } finally {
      places.free();
    }
  };

  return {
    run(attempt, { mayRepeat, deadline }) {
      if (mayRepeat) budget.earn();
      if (deadline.fault) return Promise.reject(deadline.fault);
      if (places.take()) return placed(attempt, mayRepeat, deadline);
      return placeOf(places, deadline).then(() => placed(attempt, mayRepeat, deadline));
    },
    close: unwatch,
  };
}

/** Waits until a place has been taken. @throws SubgraphFault when the deadline is over first, or too many wait */
function placeOf(places: Places, deadline: Deadline): Promise<void> {
  return new Promise((resolve, reject) => {
    let forget = () => {};
    const leave = places.await(() => {
      forget();
      resolve();
    });
    if (!leave) {
      reject(new SubgraphFault('overloaded', 'Too many requests wait for the subgraph already.'));
      return;
    }
    forget = deadline.onOver((fault) => {
      leave();
      reject(fault);
    });
  });
}

function asFault(error: unknown, { fault }: Deadline): SubgraphFault {
  if (error instanceof SubgraphFault) return error;
  if (fault) return fault;
  return new SubgraphFault('unreachable', error instanceof Error ? error.message : String(error), { cause: error });
}
