/** Where values come from. */
export interface PulledSource<T> {
  /** Starts calling `poke` whenever there may be news; resolves when none can be missed any more, with what stops it. */
  open(poke: () => void): Promise<() => void>;
  /** Reads, in order, what is new; asked once after opening and then after pokes. */
  pull(): Promise<readonly T[]>;
  /** Told when a later `pull` failed; it is asked again after `retryMs`. A failure of the first one ends the iterator. */
  onError(error: unknown): void;
  retryMs?: number;
}

/**
 * An iterator over values read from a record whenever something may have changed. Pokes while nobody asks become one
 * read, so a slow reader gets newer state instead of a longer queue, and nothing is kept in memory for it.
 * Written by hand: `return()` of an async generator would wait for the value that never comes.
 */
export function pulled<T>(source: PulledSource<T>): AsyncIterableIterator<T> {
  const buffer: T[] = [];
  let opening: Promise<() => void> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let pulledOnce = false;
  let due = true;
  let done = false;
  let wake: () => void = () => {};
  let turn: Promise<unknown> = Promise.resolve();

  const poke = () => {
    due = true;
    wake();
  };
  const end = () => {
    done = true;
    clearTimeout(retry);
    wake();
    // Whoever failed to open has nothing to stop.
    opening?.then((stop) => stop()).catch(() => {});
  };
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      if (due || done) resolve();
    });

  async function refill(): Promise<void> {
    due = false;
    try {
      buffer.push(...(await source.pull()));
      pulledOnce = true;
    } catch (error) {
      if (!pulledOnce) throw error;
      source.onError(error);
      retry = setTimeout(poke, source.retryMs ?? 1000);
    }
  }

  async function step(): Promise<IteratorResult<T>> {
    try {
      opening ??= source.open(poke);
      await opening;
      while (!done) {
        const [value] = buffer.splice(0, 1);
        if (value !== undefined) return { done: false, value };
        if (due) await refill();
        else await news();
      }
    } catch (error) {
      end();
      throw error;
    }
    return { done: true, value: undefined };
  }

  return {
    next() {
      const result = turn.then(step);
      turn = result.catch(() => {});
      return result;
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    async throw(error) {
      end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
