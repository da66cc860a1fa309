import type { Caller } from '../caller/index.js';

/** A caller, and whether anybody has looked at who it is. */
export interface WatchedCaller {
  readonly caller: Caller;
  /** Whether anything but the language was read so far. */
  wasLookedAt(): boolean;
}

/**
 * Tells whether an answer depends on who asks: one for which nobody looked, cannot. The language may be read, since it is
 * known to whoever keeps answers.
 */
export function watchCaller(caller: Caller): WatchedCaller {
  let lookedAt = false;
  return {
    caller: new Proxy(caller, {
      get(target, property) {
        if (property !== 'language') lookedAt = true;
        return Reflect.get(target, property);
      },
      has(target, property) {
        lookedAt = true;
        return Reflect.has(target, property);
      },
      ownKeys(target) {
        lookedAt = true;
        return Reflect.ownKeys(target);
      },
    }),
    wasLookedAt: () => lookedAt,
  };
}
