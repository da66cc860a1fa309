import { createHash } from 'node:crypto';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Level, PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { Gist } from '../gist/gist.js';
import type { Question } from './question.js';
import { rememberedText } from './remembered-text.js';

/** What of a question no answer depends on. Everything else is part of the key, also what questions will hold one day. */
type Apart = 'conversationId' | 'idempotencyKey';

/**
 * Everything an answer depends on; two questions with equal parts may share text and citations, nothing else. What depends on
 * earlier turns is never shared, so that they are no part of it.
 */
export type CacheKeyParts = Omit<Question, Apart> & {
  /** Null for quoted answers: they are the same for all. */
  level: Level | null;
  /** With its text, so that an edited one is another; null without a model. */
  template: Pick<PromptTemplateRecord, '_id' | 'version' | 'template'> | null;
  indexVersion: number;
  /** Null for quoted answers. */
  model: string | null;
};

/** The parts of a question that its answer depends on. */
export function decisive({ conversationId, idempotencyKey, ...parts }: Question): Omit<Question, Apart> {
  return parts;
}

/** Where the answer to a question is kept, with all that has the same gist. */
export interface Place {
  /** Of Redis. */
  key: string;
  /** Stands for the question as it was spelled. */
  spelling: string;
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

const entry = z.object({ spelling: z.string(), answer: cachedAnswer });
type Entry = z.infer<typeof entry>;

/** An answer from the cache: to this very question, or to one that is nearly the same. */
export interface FoundAnswer {
  answer: CachedAnswer;
  match: 'exact' | 'near';
}

/** Remembers answers in Redis. Never fails: without Redis nothing is remembered, and everything still works. */
export interface AnswerCache {
  placeOf(parts: CacheKeyParts): Place;
  find(place: Place): Promise<FoundAnswer | null>;
  /**
   * Keeps an answer, unless somebody else is making it by now, or has made it since.
   * @param token of who makes the answer of this very place, see Makings; null for what is made beside
   */
  keep(place: Place, answer: CachedAnswer, token: string | null): Promise<void>;
  /** What all replicas keep; zeros while Redis is away. */
  size(): Promise<{ entries: number; bytes: number }>;
}

/** How long an answer is good and how much memory all of them may take. */
export interface CacheLimits {
  ttlSeconds: number;
  entries: number;
  bytes: number;
  entryBytes: number;
}

const defaults: CacheLimits = {
  ttlSeconds: 24 * 3600,
  entries: 10_000,
  bytes: 32 * 1024 * 1024,
  entryBytes: 32 * 1024,
};

/** One slot in Redis Cluster, so that the budget can be kept in one script. A change of what is kept changes the number. */
const prefix = 'rag:{answers}:2:';

/** Where it is said who makes the answer of a place. */
export function makerKey({ key }: Pick<Place, 'key'>): string {
  return `${key}:maker`;
}

/** Creates the cache; it keeps its budget itself, since Redis evicts nothing. */
export function createAnswerCache(deps: {
  redis: Redis;
  log: Logger;
  gist: Gist;
  limits?: Partial<CacheLimits>;
}): AnswerCache {
  const { redis, log, gist } = deps;
  const limits = { ...defaults, ...deps.limits };
  const places = new LRUCache<string, Place>(rememberedText);
  const entries = new LRUCache<string, { text: string; found: Entry }>(rememberedEntries);

  return {
    placeOf(parts) {
      const asked = JSON.stringify(parts);
      const before = places.get(asked);
      if (before) return before;
      const place = placeFor(parts);
      places.set(asked, place);
      return place;
    },

    async find({ key, spelling }) {
      try {
        const text = await redis.get(key);
        if (text === null) return null;
        const found = read(key, text);
        return { answer: found.answer, match: found.spelling === spelling ? 'exact' : 'near' };
      } catch (err) {
        log.warn({ err }, 'answer_cache.read_failed');
        return null;
      }
    },

    async keep(place, answer, token) {
      const value = JSON.stringify({ spelling: place.spelling, answer });
      const bytes = Buffer.byteLength(value);
      if (bytes > limits.entryBytes) return;
      const keys = [place.key, makerKey(place), `${prefix}ages`, `${prefix}sizes`, `${prefix}bytes`];
      const { ttlSeconds, entries } = limits;
      try {
        await redis.eval(
          keepWithinBudget,
          keys.length,
          ...keys,
          value,
          bytes,
          token ?? '',
          ttlSeconds,
          entries,
          limits.bytes,
        );
      } catch (err) {
        log.warn({ err }, 'answer_cache.write_failed');
      }
    },

    async size() {
      try {
        const oldest = Date.now() - limits.ttlSeconds * 1000;
        const [entries, bytes] = await Promise.all([
          redis.zcount(`${prefix}ages`, oldest, '+inf'),
          redis.get(`${prefix}bytes`),
        ]);
        return { entries, bytes: Number(bytes ?? 0) };
      } catch {
        return { entries: 0, bytes: 0 };
      }
    },
  };

  /** Read again only when it is another one than before. */
  function read(key: string, text: string): Entry {
    const before = entries.get(key);
    if (before?.text === text) return before.found;
    const found = entry.parse(JSON.parse(text));
    entries.set(key, { text, found });
    return found;
  }

  function placeFor(parts: CacheKeyParts): Place {
    const spelled = normalise(parts.query);
    const asked = gist.of(parts.query);
    const canonical = { ...parts, query: asked === null ? spelled : null, gist: asked };
    return { key: prefix + digest(canonical), spelling: digest(spelled) };
  }
}

/**
 * Keeps an answer and drops those that expired, then the oldest ones beyond the budget. Who is no longer the maker keeps
 * nothing: another one has taken over, and its answer is the one. Ages are by the clock of Redis, in milliseconds with decimals:
 * that of one replica may be late, and its milliseconds hold several answers.
 */
const keepWithinBudget = `
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[3] then return 0 end
local ages, sizes, total = KEYS[3], KEYS[4], KEYS[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function forget(key)
  redis.call('DECRBY', total, redis.call('HGET', sizes, key) or 0)
  redis.call('HDEL', sizes, key)
  redis.call('ZREM', ages, key)
end
for _, key in ipairs(redis.call('ZRANGEBYSCORE', ages, '-inf', now - ARGV[4] * 1000, 'LIMIT', 0, 100)) do forget(key) end
forget(KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
redis.call('ZADD', ages, now, KEYS[1])
redis.call('HSET', sizes, KEYS[1], ARGV[2])
redis.call('INCRBY', total, ARGV[2])
while redis.call('ZCARD', ages) > tonumber(ARGV[5]) or tonumber(redis.call('GET', total)) > tonumber(ARGV[6]) do
  local oldest = redis.call('ZRANGE', ages, 0, 0)[1]
  forget(oldest)
  redis.call('UNLINK', oldest)
end
for index = 3, 5 do redis.call('EXPIRE', KEYS[index], ARGV[4]) end
return 1
`;

const rememberedEntries = { maxSize: 4_000_000, sizeCalculation: ({ text }: { text: string }): number => text.length };

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
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
