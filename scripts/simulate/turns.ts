import { setTimeout as sleep } from 'node:timers/promises';

/** Lets as many through as the platform is to bear, one after the other. */
export interface Turns {
  /** Resolves when it is the caller's turn. Rejects with the signal's reason when all is over. */
  take(): Promise<void>;
  /** Nobody gets a turn before so many seconds have passed: the platform has asked for it. */
  holdBack(seconds: number): void;
}

/** @param perSecond turns a second, evenly spread */
export function createTurns(perSecond: number, signal: AbortSignal): Turns {
  const everyMs = 1000 / perSecond;
  let next = 0;
  let heldUntil = 0;
  return {
    async take() {
      do {
        const now = performance.now();
        const mine = Math.max(next, heldUntil, now);
        next = mine + everyMs;
        if (mine > now) await sleep(mine - now, undefined, { signal });
        signal.throwIfAborted();
        // Held back while it waited: it queues again.
      } while (heldUntil > performance.now());
    },
    holdBack(seconds) {
      heldUntil = Math.max(heldUntil, performance.now() + seconds * 1000);
    },
  };
}
