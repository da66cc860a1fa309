import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets one through at a time; whatever else waits for the event loop has its turn before the next. */
export type Turnstile = () => Promise<void>;

/**
 * Makes a turnstile for work that blocks: a hundred requests that came together would otherwise block a hundred times as
 * long, and nobody would be answered meanwhile.
 */
export function createTurnstile(): Turnstile {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => nextTurn());
    return last;
  };
}
