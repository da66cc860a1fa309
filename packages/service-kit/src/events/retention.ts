/**
 * How long things are kept, in days. Each is longer than the one before, so that an event added to a stream a
 * second time (after Redis lost it) is always recognised by consumers that handled it already.
 */
export const retentionDays = { outbox: 7, stream: 8, processed: 14 } as const;

/** A day in milliseconds. */
export const DAY_MS = 86_400_000;
