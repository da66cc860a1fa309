import type { Redis } from 'ioredis';
import { z } from 'zod';
import { parseRevocation, type Revocation } from './entry.js';
import { revocationKeys } from './keys.js';

/** What one look at the index gave. */
export interface RevocationPage {
  /** Another one than last time: the index was rebuilt, read it from the start. */
  readonly epoch: string;
  /** How long after its addition an entry matters, in milliseconds. */
  readonly retentionMs: number;
  /** Where to go on next time. */
  readonly cursor: number;
  /** Oldest first; `at` is when it was added, in milliseconds since 1970. */
  readonly entries: readonly { readonly revocation: Revocation; readonly at: number }[];
}

/** Reads the index. */
export interface RevocationReader {
  /**
   * What was added after `cursor`; everything for 0.
   * @throws Error when Redis is away, or when the index was lost and is not rebuilt yet
   */
  readSince(cursor: number): Promise<RevocationPage>;
}

/** A reader of the index in this Redis. */
export function createRevocationReader(redis: Redis): RevocationReader {
  const { list, state } = revocationKeys;
  return {
    async readSince(cursor) {
      const replies = await redis
        .multi()
        .hmget(state, 'epoch', 'retentionMs')
        .zrangebyscore(list, `(${cursor}`, '+inf', 'WITHSCORES')
        .exec();
      const [[epoch, retentionMs], flat] = repliesOf(replies);
      if (epoch === null || retentionMs === null) throw new Error('The index of revocations is missing from Redis.');
      const entries: { revocation: Revocation; at: number }[] = [];
      let last = cursor;
      for (let index = 0; index + 1 < flat.length; index += 2) {
        const revocation = parseRevocation(flat[index] ?? '');
        last = Number(flat[index + 1]);
        if (revocation) entries.push({ revocation, at: last / 1000 });
      }
      return { epoch, retentionMs, cursor: last, entries };
    },
  };
}

function repliesOf(replies: readonly [Error | null, unknown][] | null): z.infer<typeof answers> {
  const failed = replies?.find(([error]) => error)?.[0];
  if (failed) throw failed;
  return answers.parse(replies?.map(([, value]) => value));
}

const answers = z.tuple([z.tuple([z.string().nullable(), z.coerce.number().nullable()]), z.array(z.string())]);
