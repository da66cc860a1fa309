/** What feeds a stream. */
export interface Feed<T> {
  push(value: T): void;
  end(): void;
  fail(error: unknown): void;
}

/**
 * An async iterator over what a source pushes. `open` starts the source and returns how to stop it; that is called once,
 * as soon as the reader leaves, even while a `next()` is waiting (which an async generator cannot do).
 */
export function createChunkStream<T>(open: (feed: Feed<T>) => () => void): AsyncIterableIterator<T> {
  const ready: T[] = [];
  const readers: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void }[] = [];
  let finish: { error?: unknown } | null = null;

  const feed: Feed<T> = {
    push(value) {
      if (finish) return;
      const reader = readers.shift();
      if (reader) reader.resolve({ value, done: false });
      else ready.push(value);
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
  };
  const close = open(feed);

  return {
    next() {
      const value = ready.shift();
      if (value !== undefined) return Promise.resolve({ value, done: false });
      if (!finish) return new Promise((resolve, reject) => readers.push({ resolve, reject }));
      const { error } = finish;
      finish = {};
      return error === undefined ? Promise.resolve(over) : Promise.reject(error);
    },
    return() {
      ready.length = 0;
      settle({});
      close();
      return Promise.resolve(over);
    },
    throw(error) {
      ready.length = 0;
      settle({});
      close();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  function settle(how: { error?: unknown }): void {
    if (finish) return;
    finish = how;
    for (const { resolve, reject } of readers.splice(0)) {
      if (how.error === undefined) resolve(over);
      else reject(how.error);
    }
  }
}

const over = { value: undefined, done: true } as const;
