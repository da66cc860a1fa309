import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { FORGET, READ, WRITE } from './store-scripts.js';
import type { Subject } from './subjects.js';

/** One thing that may be kept. */
export interface Wanted {
  /** Type and key of the entity; of what is read from Query, `Query` and the digest, so that it ends by itself. */
  readonly type: string;
  readonly id: string;
  /** All that tells one answer about it from another: subgraph, selection, variables, language, schema. */
  readonly digest: string;
}

/** What was found, and as of when. */
export interface Found {
  /** In the order of what was wanted; null for what is not kept. */
  readonly values: readonly (string | null)[];
  /** To be shown when what was missing is written. */
  readonly asOf: AsOf;
}

/** The state in which things were read. */
export interface AsOf {
  readonly generations: readonly string[];
  readonly generation: string;
  readonly marks: readonly string[];
}

/** Something to keep: `index` is its place among what was wanted. */
export interface Kept {
  readonly wanted: Wanted;
  readonly index: number;
  readonly json: string;
}

/** What gateways keep together in Redis. Each call is one command, and rejects when Redis is away. */
export interface EntityStore {
  /** @param generations names that all of it depends on */
  read(wanted: readonly Wanted[], generations: readonly string[]): Promise<Found>;
  /** Keeps it for `ttlMs` at most, unless something that it depends on has changed since it was read. @returns how many were kept */
  write(kept: readonly Kept[], asOf: AsOf, ttlMs: number): Promise<number>;
  /** Forgets subjects, and all that holds one of them. */
  forget(subjects: readonly Subject[]): Promise<void>;
  /** Forgets everything. */
  forgetAll(): Promise<void>;
}

/** Depends on by all. */
const ALL = 'all';
/** Longer than anything takes that was read before a subject changed and is written after. */
const MARK_MS = 120_000;
/** What an entry takes besides its value, keys and index included, in bytes. */
const OVERHEAD_BYTES = 400;
/** One slot of a Redis Cluster. */
const PREFIX = 'gateway:{entity-cache}';

/** The generation that ends when anything of this type changes, for what holds some of them beside itself. */
export const within = (type: string): string => `${type}/within`;

/** @param maxBytes all that is kept together; of more, what ends first goes */
export function createEntityStore({ redis, maxBytes }: { redis: Redis; maxBytes: number }): EntityStore {
  const own = ['generations', 'index', 'sizes', 'bytes'].map((name) => `${PREFIX}:${name}`);
  const [read, write, forget] = [READ, WRITE, FORGET].map((lua) => scriptOf(redis, lua));
  const end = async (subjects: readonly Subject[], generations: readonly string[]) => {
    const keys = subjects.flatMap(({ type, id }) => (id === undefined ? [] : [keyOf({ type, id })]));
    await forget?.([...own, ...keys], [randomUUID(), MARK_MS, ...generations]);
  };

  return {
    async read(wanted, names) {
      const generations = [ALL, ...names];
      const keys = [...own, ...wanted.map(keyOf)];
      const reply = await read?.(keys, [generations.length, ...generations, ...wanted.map(({ digest }) => digest)]);
      const [generation = '', ...found] = strings(reply);
      return {
        values: wanted.map((_, index) => found[2 * index + 1] || null),
        asOf: { generations, generation, marks: wanted.map((_, index) => found[2 * index] ?? '') },
      };
    },
    async write(kept, { generations, generation, marks }, ttlMs) {
      if (kept.length === 0) return 0;
      const keys = [...own, ...kept.map(({ wanted }) => keyOf(wanted))];
      const entries = kept.flatMap(({ wanted, index, json }) => [marks[index] ?? '', wanted.digest, json]);
      const bounds = [generations.length, ttlMs, maxBytes, OVERHEAD_BYTES];
      return Number(await write?.(keys, [...bounds, ...generations, generation, ...entries]));
    },
    async forget(subjects) {
      if (subjects.length === 0) return;
      const generations = subjects.flatMap(({ type, id }) =>
        id === undefined ? [type, within(type)] : [within(type)],
      );
      await end(subjects, generations);
    },
    forgetAll: () => end([], [ALL]),
  };
}

function keyOf({ type, id }: Pick<Wanted, 'type' | 'id'>): string {
  return `${PREFIX}:of:${type}:${createHash('sha256').update(id).digest('base64url')}`;
}

/** A script that is sent by its hash, and whole where Redis does not know it. */
function scriptOf(redis: Redis, lua: string) {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
}

function strings(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
