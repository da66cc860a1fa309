/**
 * How a subscription field wants its events delivered.
 * `LATEST`: only the newest state matters; events a reader had no time for are replaced by newer ones.
 * `EVERY`: ordered and lossless up to a bound, then the stream ends; never a silent gap.
 */
export type Delivery = 'LATEST' | 'EVERY';

/** Holds what one reader has not taken yet, by the rules of its delivery. */
export interface Mailbox<Item extends object> {
  /** Leaves an item of some size; false when there is no room for it (only EVERY runs out of room). */
  push(item: Item, size?: number): boolean;
  /** The next item, as soon as there is one; done after completion, rejected after failure. One taker at a time. */
  take(): Promise<IteratorResult<Item, undefined>>;
  /** No more items will come; what is inside can still be taken, before the error if there is one. */
  complete(error?: Error): void;
  /** Throws away what is inside and rejects the taker, now or when it comes. */
  fail(error: Error): void;
}

/** What an EVERY mailbox holds before it refuses an item: so many of them, and so much in all. */
export interface MailboxCapacity {
  readonly items: number;
  /** In the unit of the sizes given with items. @default no bound */
  readonly size?: number;
}

/** Makes an empty mailbox. */
export function createMailbox<Item extends object>(delivery: Delivery, capacity: MailboxCapacity): Mailbox<Item> {
  const items: { item: Item; size: number }[] = [];
  const mostSize = capacity.size ?? Number.POSITIVE_INFINITY;
  let held = 0;
  let ending: { error: Error | null } | null = null;
  let wake: (() => void) | null = null;

  const end = (error: Error | null): void => {
    if (ending) return;
    ending = { error };
    wake?.();
  };

  return {
    push(item, size = 0) {
      if (ending) return true;
      if (delivery === 'LATEST') items.length = 0;
      // One item always fits, however large: there would be no way to deliver it otherwise.
      else if (items.length > 0 && (items.length >= capacity.items || held + size > mostSize)) return false;
      items.push({ item, size });
      held += size;
      wake?.();
      return true;
    },

    async take() {
      while (items.length === 0 && !ending) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      const taken = items.shift();
      if (taken) {
        held -= taken.size;
        return { done: false, value: taken.item };
      }
      if (ending?.error) throw ending.error;
      return { done: true, value: undefined };
    },

    complete: (error) => end(error ?? null),

    fail(error) {
      if (!ending) items.length = 0;
      end(error);
    },
  };
}
