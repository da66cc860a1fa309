import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { hashOf } from './manifest.js';

/** Documents that clients have taught the platform, by their SHA-256. */
export interface QueryStore {
  /** The document; null when it is not known, or the store does not answer. */
  get(hash: string): Promise<string | null>;
  /** The document of a hash, when this process knows it already. */
  near(hash: string): string | null;
  /** Keeps a document that was found good. Does nothing when it is too long or the store does not answer. */
  put(hash: string, document: string): Promise<void>;
}

/** Bounds of a store. */
export interface QueryStoreOptions {
  readonly redis: Redis;
  readonly log: Logger;
  /** Documents kept; of more, those taught longest ago go first. */
  readonly maxDocuments: number;
}

/** Longer ones are sent whole each time: the store is bounded by number, and anybody may teach it. */
const MAX_DOCUMENT_BYTES = 8_000;
/** Forgotten so long after they were taught; clients teach them again by themselves. */
const TTL_SECONDS = 7 * 24 * 3600;
/** One slot of a Redis Cluster, so that the index and what it counts change together. */
const KEY = 'gateway:{persisted}';

/** A store that all gateways share through Redis, with a part of it in memory. */
export function createQueryStore({ redis, log, maxDocuments }: QueryStoreOptions): QueryStore {
  const near = new LRUCache<string, string>({ max: Math.min(1000, maxDocuments) });
  const keyOf = (hash: string) => `${KEY}:${hash}`;

  const trim = async () => {
    const excess = (await redis.zcard(`${KEY}:index`)) - maxDocuments;
    if (excess <= 0) return;
    const popped = await redis.zpopmin(`${KEY}:index`, excess);
    const hashes = popped.filter((_, index) => index % 2 === 0);
    if (hashes.length > 0) await redis.del(...hashes.map(keyOf));
  };

  return {
    near: (hash) => near.get(hash) ?? null,
    async get(hash) {
      const known = near.get(hash);
      if (known !== undefined) return known;
      try {
        const document = await redis.get(keyOf(hash));
        // Whoever can write to Redis must not choose what a hash stands for.
        if (document === null || hashOf(document) !== hash) return null;
        near.set(hash, document);
        return document;
      } catch (error) {
        log.warn({ err: error }, 'persisted_query.store_unreachable');
        return null;
      }
    },
    async put(hash, document) {
      if (Buffer.byteLength(document) > MAX_DOCUMENT_BYTES || near.has(hash)) return;
      near.set(hash, document);
      try {
        await redis.multi().set(keyOf(hash), document, 'EX', TTL_SECONDS).zadd(`${KEY}:index`, Date.now(), hash).exec();
        await trim();
      } catch (error) {
        log.warn({ err: error }, 'persisted_query.store_unreachable');
      }
    },
  };
}
