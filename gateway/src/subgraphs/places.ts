/** Places for requests under way, and a bounded queue for those that wait for one. */
export interface Places {
  readonly underWay: number;
  readonly waiting: number;
  /** Takes a place if one is free and nobody was first. */
  take(): boolean;
  /**
   * Calls back once a place has been taken for the caller, unless the wait is given up before.
   * @returns what gives it up; null when the queue is full
   */
  await(called: () => void): (() => void) | null;
  /** Gives back a place: whoever has waited longest gets it. */
  free(): void;
}

/** @param concurrency places; `queue`: how many may wait */
export function createPlaces(concurrency: number, queue: number): Places {
  let underWay = 0;
  /** In the order of their coming. */
  const waiting = new Set<() => void>();
  return {
    get underWay() {
      return underWay;
    },
    get waiting() {
      return waiting.size;
    },
    take() {
      if (underWay >= concurrency) return false;
      underWay += 1;
      return true;
    },
    await(called) {
      if (waiting.size >= queue) return null;
      waiting.add(called);
      return () => waiting.delete(called);
    },
    free() {
      const [next] = waiting;
      if (!next) {
        underWay -= 1;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
}
