import { useSyncExternalStore } from 'react';

/** A value that changes, and who wants to know. */
export interface Store<Value> {
  get(): Value;
  set(value: Value): void;
  /** @returns what ends it */
  listen(onChange: () => void): () => void;
}

/** A store that begins with that value. */
export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    listen(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
  };
}

/** The present value, in a component. */
export function useStore<Value>(store: Pick<Store<Value>, 'get' | 'listen'>): Value {
  return useSyncExternalStore(store.listen, store.get);
}
