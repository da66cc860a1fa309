/** Lets a bounded number of generations run at once, one for each learner; the others wait in line, first come, first served. */
export interface Turnstile {
  /**
   * Runs `work` when its turn comes. `onPosition` hears the place in the line (1 is next) whenever it changes. A learner
   * (`who`) with one under way lets those behind pass until it is done; left out, it is nobody's.
   * @throws TurnstileFullError at once when the line is full, or holds enough of this learner; the signal's reason when
   * aborted while waiting
   */
  pass<T>(
    work: () => Promise<T>,
    options: { who?: string; signal: AbortSignal; onPosition: (position: number) => void },
  ): Promise<T>;
}

/** The line is longer than anyone should wait, or one learner asks for too much at once. */
export class TurnstileFullError extends Error {
  override readonly name = 'TurnstileFullError';
}

/** How many pass. */
export interface TurnstileLimits {
  /** How many run together. */
  atOnce: number;
  /** How many may wait. */
  waiting: number;
  /** How many of one learner may wait. @default waiting */
  waitingEach?: number;
  /** Hears the length of the line whenever it changes. */
  onLength?: (length: number) => void;
}

/** Creates a Turnstile. */
export function createTurnstile({
  atOnce,
  waiting,
  waitingEach = waiting,
  onLength = () => undefined,
}: TurnstileLimits): Turnstile {
  const busy = new Set<string>();
  let running = 0;
  const line: Waiter[] = [];

  return {
    async pass(work, { who, signal, onPosition }) {
      signal.throwIfAborted();
      if (mayEnter(who)) enter(who);
      else await turn(who, signal, onPosition);
      try {
        return await work();
      } finally {
        running -= 1;
        if (who !== undefined) busy.delete(who);
        admit();
      }
    },
  };

  function mayEnter(who: string | undefined): boolean {
    return running < atOnce && (who === undefined || !busy.has(who));
  }

  function enter(who: string | undefined): void {
    running += 1;
    if (who !== undefined) busy.add(who);
  }

  function turn(who: string | undefined, signal: AbortSignal, onPosition: (position: number) => void): Promise<void> {
    if (line.length >= waiting) throw new TurnstileFullError(`${line.length} questions are waiting already`);
    const own = who === undefined ? 0 : line.filter((waiter) => waiter.who === who).length;
    if (who !== undefined && own >= waitingEach)
      throw new TurnstileFullError(`${own} questions of this learner are waiting already`);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        line.splice(line.indexOf(waiter), 1);
        announce();
        reject(signal.reason);
      };
      const waiter: Waiter = {
        who,
        onPosition,
        proceed() {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(waiter);
      onLength(line.length);
      onPosition(line.length);
    });
  }

  /** Hands free places straight to those in line, so that nobody who comes now can slip in between. */
  function admit(): void {
    const before = line.length;
    for (let next = line.find(({ who }) => mayEnter(who)); next; next = line.find(({ who }) => mayEnter(who))) {
      line.splice(line.indexOf(next), 1);
      enter(next.who);
      next.proceed();
    }
    if (line.length < before) announce();
  }

  function announce(): void {
    onLength(line.length);
    line.forEach(({ onPosition }, index) => {
      onPosition(index + 1);
    });
  }
}

interface Waiter {
  who: string | undefined;
  onPosition: (position: number) => void;
  proceed: () => void;
}
