import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Producer } from './catalogue.js';
import { deadLetterKey, streamKey } from './keys.js';

/** One entry of a stream as a consumer got it. */
export interface Entry {
  entryId: string;
  /** The serialised event; empty when the entry has none. */
  json: string;
}

/** A consumer group's side of one producer's stream. */
export interface GroupStream {
  /** The next new entry, waiting up to `blockMs` for it; null when none came, or Redis is away. */
  next(): Promise<Entry | null>;
  /** Takes over entries that some consumer of the group got more than `idleMs` ago and never acknowledged. */
  claim(idleMs: number): Promise<Entry[]>;
  /** Makes the group forget consumers that asked for nothing for `idleMs` and have nothing pending. */
  forgetTheDead(idleMs: number): Promise<void>;
  /** How often the group has been given this entry. */
  deliveries(entryId: string): Promise<number>;
  /** The entry is dealt with. */
  acknowledge(entryId: string): Promise<void>;
  /** Moves the entry to the group's dead-letter stream, with the reason, in one step with its acknowledgement. */
  bury(entry: Entry, reason: string): Promise<void>;
  /** Leaves the group, if nothing is pending under this consumer's name, and closes the blocking connection. */
  close(): Promise<void>;
}

/** Dead letters are for people to read: the newest thousand or so are enough. */
const DEAD_LETTERS_KEPT = 1_000;
const CLAIM_BATCH = 20;
/** How much longer than it was told to block Redis may take to answer. */
const ANSWER_MS = 5_000;

/**
 * Joins a group under a consumer name. Blocking reads run on a connection of their own, one stream a call (a Redis
 * Cluster refuses two slots in one); everything else on `redis`. The group is made at the stream's beginning, and
 * again whenever Redis has lost it: what is read twice then is recognised by its event id.
 */
export function createGroupStream(deps: {
  redis: Redis;
  producer: Producer;
  group: string;
  consumer: string;
  blockMs: number;
}): GroupStream {
  const { redis, producer, group, consumer, blockMs } = deps;
  const key = streamKey(producer);
  // A read fails with its connection instead of waiting for the next one, so that a consumer can always be stopped.
  const blocking = redis.duplicate({
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: blockMs + ANSWER_MS,
    socketTimeout: blockMs + ANSWER_MS,
  });
  // Reconnecting is reported by `redis` already; an unheard 'error' event would end the process.
  blocking.on('error', () => undefined);
  let claimCursor = '0-0';

  async function inGroup<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (error) {
      if (!isNoGroup(error)) throw error;
      await createGroup();
      return command();
    }
  }

  async function isConnected(): Promise<boolean> {
    const isReady = () => blocking.status === 'ready';
    if (!isReady()) await once(blocking, 'ready', { signal: AbortSignal.timeout(blockMs) }).catch(() => undefined);
    return isReady();
  }

  async function createGroup(): Promise<void> {
    try {
      await redis.xgroup('CREATE', key, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
    }
  }

  return {
    async next() {
      if (!(await isConnected())) return null;
      const reply = await inGroup(() =>
        blocking.xreadgroup('GROUP', group, consumer, 'COUNT', 1, 'BLOCK', blockMs, 'STREAMS', key, '>'),
      );
      return readReply.parse(reply)?.[0]?.[1].map(toEntry)[0] ?? null;
    },
    async claim(idleMs) {
      const reply = await inGroup(() =>
        redis.xautoclaim(key, group, consumer, idleMs, claimCursor, 'COUNT', CLAIM_BATCH),
      );
      const [cursor, entries] = claimReply.parse(reply);
      claimCursor = cursor;
      return entries.filter((entry) => entry !== null).map(toEntry);
    },
    async forgetTheDead(idleMs) {
      const known = consumersReply.parse(await inGroup(() => redis.xinfo('CONSUMERS', key, group)));
      for (const fields of known) {
        const [name, pending, idle] = ['name', 'pending', 'idle'].map((field) => fields[fields.indexOf(field) + 1]);
        const isDead = pending === 0 && Number(idle) >= idleMs;
        if (isDead && typeof name === 'string') await redis.xgroup('DELCONSUMER', key, group, name);
      }
    },
    async deliveries(entryId) {
      const [pending] = pendingReply.parse(await redis.xpending(key, group, entryId, entryId, 1));
      return pending?.[3] ?? 0;
    },
    async acknowledge(entryId) {
      await redis.xack(key, group, entryId);
    },
    async bury({ entryId, json }, reason) {
      const dead = deadLetterKey(producer, group);
      const replies = await redis
        .multi()
        .xadd(dead, 'MAXLEN', '~', DEAD_LETTERS_KEPT, '*', 'entry', entryId, 'event', json, 'reason', reason)
        .xack(key, group, entryId)
        .exec();
      for (const [error] of replies ?? []) if (error) throw error;
    },
    async close() {
      blocking.disconnect();
      // Redis drops what is pending under a name it forgets, so a consumer with an unfinished entry stays known.
      const pending = pendingReply.parse(await redis.xpending(key, group, '-', '+', 1, consumer));
      if (pending.length === 0) await redis.xgroup('DELCONSUMER', key, group, consumer);
    },
  };
}

const entrySchema = z.tuple([z.string(), z.array(z.string())]);
const readReply = z.array(z.tuple([z.string(), z.array(entrySchema)])).nullable();
/** Redis 6.2 gives null for an entry that was trimmed while pending; later versions leave it out. */
const claimReply = z.tuple([z.string(), z.array(entrySchema.nullable())], z.unknown());
const consumersReply = z.array(z.array(z.union([z.string(), z.number()])));
const pendingReply = z.array(z.tuple([z.string(), z.string(), z.number(), z.number()]));

function toEntry([entryId, fields]: z.infer<typeof entrySchema>): Entry {
  const at = fields.indexOf('event');
  return { entryId, json: at === -1 ? '' : (fields[at + 1] ?? '') };
}

function isNoGroup(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|no such key/.test(error.message);
}
