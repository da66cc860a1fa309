/** What somebody hears of work in progress. */
export type Listener<E> = (event: E) => void;

/** A share in work in progress. */
export interface Share<T> {
  /** Settles with the work; rejects when everybody left first. */
  result: Promise<T>;
  /** Stops listening. When nobody listens any more, the work is aborted. */
  leave(): void;
}

/** Work that several callers may follow together. */
export interface Runs<T, E> {
  /**
   * Joins the work under way with this key, hearing first what it has told so far, or starts it. A null key is never
   * shared.
   */
  join(key: string | null, work: Work<T, E>, listener: Listener<E>): Share<T>;
}

/** The work itself: it tells events as it goes on, and gives up when the signal says so. */
export type Work<T, E> = (tell: (event: E) => void, signal: AbortSignal) => Promise<T>;

/** Creates an empty set of runs; the length of what one run tells bounds the memory it takes. */
export function createRuns<T, E>(): Runs<T, E> {
  const underWay = new Map<string, Run<T, E>>();

  return {
    join(key, work, listener) {
      const run = (key === null ? undefined : underWay.get(key)) ?? start(key, work);
      for (const event of run.told) listener(event);
      run.listeners.add(listener);
      return {
        result: run.result,
        leave() {
          run.listeners.delete(listener);
          if (run.listeners.size > 0 || run.settled) return;
          forget(key, run);
          run.controller.abort();
        },
      };
    },
  };

  function start(key: string | null, work: Work<T, E>): Run<T, E> {
    const controller = new AbortController();
    const told: E[] = [];
    const listeners = new Set<Listener<E>>();
    const tell = (event: E) => {
      told.push(event);
      for (const listener of listeners) listener(event);
    };
    const result = work(tell, controller.signal);
    const run: Run<T, E> = { told, listeners, controller, result, settled: false };
    const settle = () => {
      run.settled = true;
      forget(key, run);
    };
    // Also keeps the failure of work that everybody left from being an unhandled rejection.
    result.then(settle, settle);
    if (key !== null) underWay.set(key, run);
    return run;
  }

  function forget(key: string | null, run: Run<T, E>): void {
    if (key !== null && underWay.get(key) === run) underWay.delete(key);
  }
}

interface Run<T, E> {
  told: E[];
  listeners: Set<Listener<E>>;
  controller: AbortController;
  settled: boolean;
  result: Promise<T>;
}
