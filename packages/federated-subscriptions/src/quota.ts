/** How many subscriptions a gateway keeps open. */
export interface SubscriptionLimits {
  /** Of one caller, over all sockets and transports. @default 100 */
  perCaller?: number;
  /** Of everybody together. @default no bound */
  total?: number;
}

/** Counts what is open, for everybody and for each caller. */
export interface Quota {
  /** Counts one more for a caller, null for one nobody knows; null, and not counted, when there are as many as may be. */
  take(caller: string | null): (() => void) | null;
}

/** A quota of this process alone. */
export function createQuota({ perCaller = 100, total = Number.POSITIVE_INFINITY }: SubscriptionLimits = {}): Quota {
  const open = new Map<string, number>();
  let count = 0;
  return {
    take(caller) {
      const mine = caller === null ? 0 : (open.get(caller) ?? 0);
      if (count >= total || mine >= perCaller) return null;
      count++;
      if (caller !== null) open.set(caller, mine + 1);
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        count--;
        if (caller === null) return;
        const left = (open.get(caller) ?? 1) - 1;
        if (left > 0) open.set(caller, left);
        else open.delete(caller);
      };
    },
  };
}
