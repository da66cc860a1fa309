/**
 * How a subscription field wants its events delivered.
 * `LATEST`: only the newest state matters; events a reader had no time for are replaced by newer ones.
 * `EVERY`: ordered and lossless up to a bound, then the stream ends; never a silent gap.
 */
export type Delivery = 'LATEST' | 'EVERY';

/** Holds what one reader has not taken yet, by the rules of its delivery. */
export interface Mailbox<Item extends object> {
  /** Leaves an item; false when there is no room for it (only EVERY runs out of room). */
  push(item: Item): boolean;
  /** The next item, as soon as there is one; done after completion, rejected after failure. One taker at a time. */
  take(): Promise<IteratorResult<Item, undefined>>;
  /** No more items will come; what is inside can still be taken. */
  complete(): void;
  /** Throws away what is inside and rejects the taker, now or when it comes. */
  fail(error: Error): void;
}

/** Makes an empty mailbox. `capacity`: how many items EVERY holds before it refuses one. */
export function createMailbox<Item extends object>(delivery: Delivery, capacity: number): Mailbox<Item> {
  const items: Item[] = [];
  let ending: { error: Error | null } | null = null;
  let wake: (() => void) | null = null;

  const end = (error: Error | null): void => {
    if (ending) return;
    ending = { error };
    wake?.();
  };

  return {
    push(item) {
      if (ending) return true;
      if (delivery === 'LATEST') items.length = 0;
      else if (items.length >= capacity) return false;
      items.push(item);
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
      const item = items.shift();
      if (item) return { done: false, value: item };
      if (ending?.error) throw ending.error;
      return { done: true, value: undefined };
    },

    complete: () => end(null),

    fail(error) {
      if (!ending) items.length = 0;
      end(error);
    },
  };
}
