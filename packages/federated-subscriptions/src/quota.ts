/** How many subscriptions a gateway keeps open. */
export interface SubscriptionLimits {
  /** Of one caller, over all sockets and transports. @default 100 */
  perCaller?: number;
  /**
   * Different ones of one caller: those that share a stream of states count once, since they cost one completion of each state
   * together. @default as many as `perCaller`
   */
  differentPerCaller?: number;
  /** Of everybody together. @default no bound */
  total?: number;
}

/** Counts what is open, for everybody and for each caller. */
export interface Quota {
  /**
   * Counts one more for a caller, null for one nobody knows; null, and not counted, when there are as many as may be.
   * @param key the same for subscriptions that are equal; without one it is equal to no other
   */
  take(caller: string | null, key?: string): (() => void) | null;
}

interface Account {
  count: number;
  /** How many of each, by key. */
  readonly equals: Map<string | symbol, number>;
}

/** A quota of this process alone. */
export function createQuota(limits: SubscriptionLimits = {}): Quota {
  const { perCaller = 100, differentPerCaller = perCaller, total = Number.POSITIVE_INFINITY } = limits;
  const accounts = new Map<string, Account>();
  let count = 0;

  /** @returns what gives it back */
  const charge = (caller: string, key: string | symbol): (() => void) | null => {
    const account = accounts.get(caller) ?? { count: 0, equals: new Map() };
    const { equals } = account;
    const isOneMore = !equals.has(key);
    if (account.count >= perCaller || (isOneMore && equals.size >= differentPerCaller)) return null;
    accounts.set(caller, account);
    account.count++;
    equals.set(key, (equals.get(key) ?? 0) + 1);
    return () => {
      account.count--;
      const left = (equals.get(key) ?? 1) - 1;
      if (left > 0) equals.set(key, left);
      else equals.delete(key);
      if (account.count === 0) accounts.delete(caller);
    };
  };

  return {
    take(caller, key) {
      if (count >= total) return null;
      const giveBack = caller === null ? () => undefined : charge(caller, key ?? Symbol());
      if (!giveBack) return null;
      count++;
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        count--;
        giveBack();
      };
    },
  };
}
