/**
 * Where the index lies in Redis. The braces keep both keys in one Redis Cluster slot, so that one script or transaction
 * may touch them together.
 */
export const revocationKeys = {
  /** Sorted set: revocation → when it was added, in microseconds since 1970, never twice the same instant. */
  list: 'auth:{revocations}',
  /** Hash that exists as long as the index is whole: `epoch` is new after each rebuild; `retentionMs` is how long entries matter. */
  state: 'auth:{revocations}:state',
  /** Pub/sub channel: something was added. */
  channel: 'auth:{revocations}:changed',
} as const;
