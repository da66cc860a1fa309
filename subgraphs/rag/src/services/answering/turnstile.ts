/** Lets a bounded number of generations run at once; the others wait in line, first come, first served. */
export interface Turnstile {
  /**
   * Runs `work` when its turn comes. `onPosition` hears the place in the line (1 is next) whenever it changes.
   * @throws TurnstileFullError at once when the line is full; the signal's reason when aborted while waiting
   */
  pass<T>(work: () => Promise<T>, options: { signal: AbortSignal; onPosition: (position: number) => void }): Promise<T>;
}

/** The line is longer than anyone should wait. */
export class TurnstileFullError extends Error {
  override readonly name = 'TurnstileFullError';
}

/** @param options.atOnce how many run together; @param options.waiting how many may wait */
export function createTurnstile({ atOnce, waiting }: { atOnce: number; waiting: number }): Turnstile {
  let running = 0;
  const line: Waiter[] = [];

  return {
    async pass(work, { signal, onPosition }) {
      signal.throwIfAborted();
      if (running >= atOnce) await turn(signal, onPosition);
      else running += 1;
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };

  function turn(signal: AbortSignal, onPosition: (position: number) => void): Promise<void> {
    if (line.length >= waiting) throw new TurnstileFullError(`${line.length} questions are waiting already`);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        line.splice(line.indexOf(waiter), 1);
        announce();
        reject(signal.reason);
      };
      const waiter: Waiter = {
        onPosition,
        enter() {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(waiter);
      onPosition(line.length);
    });
  }

  /** Hands the place straight to the next in line, so that nobody who comes now can slip in between. */
  function leave(): void {
    const next = line.shift();
    if (!next) {
      running -= 1;
      return;
    }
    next.enter();
    announce();
  }

  function announce(): void {
    line.forEach(({ onPosition }, index) => {
      onPosition(index + 1);
    });
  }
}

interface Waiter {
  onPosition: (position: number) => void;
  enter: () => void;
}
