import { createHash } from 'node:crypto';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** Everything an answer depends on; two questions with equal parts may share text and citations, nothing else. */
export interface CacheKeyParts {
  query: string;
  queryType: string;
  language: string;
  level: string;
  /** Id and version of the prompt template; null without a model. */
  template: string | null;
  indexVersion: number;
  /** Null for quoted answers. */
  model: string | null;
  questId: string | null;
  /** Earlier turns, when the prompt holds them. */
  history: readonly { query: string; text: string }[];
}

const cachedAnswer = z.object({
  text: z.string(),
  mode: z.enum(['GENERATED', 'EXTRACTIVE']),
  model: z.string().nullable(),
  citations: z.array(
    z.object({
      documentId: z.string(),
      title: z.string(),
      heading: z.string().nullable(),
      excerpt: z.string(),
      url: z.string().nullable(),
      score: z.number(),
    }),
  ),
});

/** What is shared between learners: text and citations, never who asked. */
export type CachedAnswer = z.infer<typeof cachedAnswer>;

/** Remembers answers in Redis. Never fails: without Redis nothing is remembered, and everything still works. */
export interface AnswerCache {
  get(parts: CacheKeyParts): Promise<CachedAnswer | null>;
  set(parts: CacheKeyParts, answer: CachedAnswer): Promise<void>;
}

/** How long an answer is good and how much memory all of them may take. */
export interface CacheLimits {
  ttlSeconds: number;
  entries: number;
  entryBytes: number;
}

const defaults: CacheLimits = { ttlSeconds: 24 * 3600, entries: 2000, entryBytes: 32 * 1024 };

/** One slot in Redis Cluster, so that the budget can be kept in one script. */
const prefix = 'rag:{answers}:';

/** Creates the cache; its budget is `entries × entryBytes`, since Redis itself evicts nothing. */
export function createAnswerCache(deps: { redis: Redis; log: Logger; limits?: Partial<CacheLimits> }): AnswerCache {
  const { redis, log } = deps;
  const limits = { ...defaults, ...deps.limits };

  return {
    async get(parts) {
      try {
        const text = await redis.get(keyOf(parts));
        return text === null ? null : cachedAnswer.parse(JSON.parse(text));
      } catch (err) {
        log.warn({ err }, 'answer_cache.read_failed');
        return null;
      }
    },
    async set(parts, answer) {
      const value = JSON.stringify(answer);
      if (Buffer.byteLength(value) > limits.entryBytes) return;
      try {
        const key = keyOf(parts);
        await redis.eval(
          storeWithinBudget,
          2,
          key,
          `${prefix}ages`,
          value,
          limits.ttlSeconds,
          Date.now(),
          limits.entries,
        );
      } catch (err) {
        log.warn({ err }, 'answer_cache.write_failed');
      }
    },
  };
}

/** Stores an answer and drops the oldest ones beyond the budget; ages of expired answers leave with them. */
const storeWithinBudget = `
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], KEYS[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3] - ARGV[2] * 1000)
redis.call('EXPIRE', KEYS[2], ARGV[2])
local excess = redis.call('ZCARD', KEYS[2]) - ARGV[4]
if excess > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], excess)
  for i = 1, #oldest, 2 do redis.call('UNLINK', oldest[i]) end
end
`;

function keyOf(parts: CacheKeyParts): string {
  const canonical = JSON.stringify({ ...parts, query: normalise(parts.query) });
  return `${prefix}${createHash('sha256').update(canonical).digest('base64url')}`;
}

/**
 * Joins questions that differ only in spaces, final punctuation or the first capital. White space inside a pasted
 * program means something in Python: a question of several lines is taken as it is.
 */
function normalise(query: string): string {
  const text = query.normalize('NFC').trim();
  if (text.includes('\n')) return text;
  const bare = text.replace(/\s+/gu, ' ').replace(/[\s?!.…]+$/u, '');
  return bare.charAt(0).toLocaleLowerCase('fr') + bare.slice(1);
}
