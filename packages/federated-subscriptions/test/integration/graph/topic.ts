/** A source of events inside a test's subgraph: whoever subscribes gets what is published from then on. */
export interface Topic<Value> {
  publish(value: Value): void;
  /** Ends the stream of every subscriber. */
  complete(): void;
  /** Ends them with an error, after what was published before. */
  fail(error: Error): void;
  /** How many subscribers there are right now. */
  readonly size: number;
  /** How many there have ever been. */
  readonly started: number;
  subscribe(): AsyncIterableIterator<Value>;
}

export function createTopic<Value>(): Topic<Value> {
  const subscribers = new Set<Subscriber<Value>>();
  let started = 0;
  return {
    publish: (value) => {
      for (const subscriber of subscribers) subscriber.push(value);
    },
    complete: () => {
      for (const subscriber of [...subscribers]) void subscriber.iterator.return?.();
    },
    fail: (error) => {
      for (const subscriber of [...subscribers]) subscriber.fail(error);
    },
    get size() {
      return subscribers.size;
    },
    get started() {
      return started;
    },
    subscribe() {
      started++;
      const subscriber = createSubscriber<Value>(() => subscribers.delete(subscriber));
      subscribers.add(subscriber);
      return subscriber.iterator;
    },
  };
}

interface Subscriber<Value> {
  push(value: Value): void;
  fail(error: Error): void;
  iterator: AsyncIterableIterator<Value>;
}

function createSubscriber<Value>(onEnd: () => void): Subscriber<Value> {
  const values: Value[] = [];
  let wake = (): void => undefined;
  let ended = false;
  let failure: Error | null = null;
  return {
    push(value) {
      values.push(value);
      wake();
    },
    fail(error) {
      failure = error;
      ended = true;
      onEnd();
      wake();
    },
    iterator: {
      async next() {
        while (values.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const [value] = values.splice(0, 1);
        if (value === undefined && failure) throw failure;
        return value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      return() {
        ended = true;
        onEnd();
        wake();
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
  };
}
