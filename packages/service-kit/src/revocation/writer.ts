import type { Redis } from 'ioredis';
import { v7 as uuid } from 'uuid';
import { formatRevocation, type Revocation } from './entry.js';
import { revocationKeys } from './keys.js';

/** Writes the index. Adding what is there already does no harm, so any number of replicas may write. */
export interface RevocationWriter {
  /** Adds revocations and announces them. Rejects when Redis is away. */
  add(revocations: readonly Revocation[]): Promise<void>;
  /**
   * Adds all revocations that still matter, then declares the index whole under a new epoch, so that readers read it
   * from the start. Nothing is deleted: what another replica adds meanwhile stays.
   */
  rebuild(revocations: readonly Revocation[]): Promise<void>;
  /** Has the index been declared whole, and not been lost since? */
  isWhole(): Promise<boolean>;
}

/** The writer of an index that forgets entries `retentionSeconds` after they were added. */
export function createRevocationWriter(redis: Redis, retentionSeconds: number): RevocationWriter {
  const { list, state, channel } = revocationKeys;

  async function write(revocations: readonly Revocation[], epoch: string): Promise<void> {
    await redis.eval(
      WRITE,
      2,
      list,
      state,
      channel,
      retentionSeconds * 1000,
      epoch,
      ...revocations.map(formatRevocation),
    );
  }

  async function addBatches(revocations: readonly Revocation[]): Promise<void> {
    for (let start = 0; start < revocations.length; start += BATCH) {
      await write(revocations.slice(start, start + BATCH), '');
    }
  }

  return {
    add: addBatches,
    async rebuild(revocations) {
      await addBatches(revocations);
      await write([], uuid());
    },
    isWhole: async () => (await redis.exists(state)) === 1,
  };
}

/** Entries of one script: while it runs, Redis serves nobody else. */
const BATCH = 500;

/**
 * One step, so that the time of an entry is later than that of all before it, on whichever machine it was added: a
 * reader that asks for what came after its last entry misses none. Redis's own clock may step back after a failover.
 */
const WRITE = `
local list, state = KEYS[1], KEYS[2]
local channel, retentionMs, epoch = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local newest = redis.call('ZREVRANGE', list, 0, 0, 'WITHSCORES')
local at = math.max(now, (tonumber(newest[2]) or 0) + 1)
redis.call('ZREMRANGEBYSCORE', list, '-inf', string.format('(%.0f', now - retentionMs * 1000))
for index = 4, #ARGV do
  redis.call('ZADD', list, string.format('%.0f', at), ARGV[index])
end
redis.call('PEXPIRE', list, retentionMs)
if epoch ~= '' then
  redis.call('HSET', state, 'epoch', epoch, 'retentionMs', retentionMs)
end
redis.call('PUBLISH', channel, '')
return 1
`;
