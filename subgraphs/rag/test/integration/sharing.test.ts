import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { startProcess, startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import {
  type CachedAnswer,
  type CacheKeyParts,
  type CacheLimits,
  createAnswerCache,
  makerKey,
} from '../../src/services/answering/answer-cache.js';
import { createAnswerCacheMetrics } from '../../src/services/answering/cache-metrics.js';
import { createMakings } from '../../src/services/answering/makings.js';
import { type AnswerSource, createSharing, type Want } from '../../src/services/answering/sharing.js';
import { createGist, type Gist } from '../../src/services/gist/gist.js';
import { readPhrasings } from '../../src/services/gist/phrasings.js';
import { content } from '../lesson-passages.js';

const leaseMs = 400;
const log = silentLogger();
let server: TestRedis;
let gist: Gist;
const connections: Redis[] = [];
const closing: (() => void)[] = [];

beforeAll(async () => {
  server = await startTestRedis({ appendOnly: false });
  gist = createGist(await readPhrasings(new URL('phrasings/', content)));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  for (const redis of connections.splice(0)) redis.disconnect();
  await server.flush();
});
afterAll(() => server.stop());

const parts: CacheKeyParts = {
  query: 'comment trier une liste',
  queryType: 'CONCEPT',
  language: 'fr',
  level: 'BEGINNER',
  questId: null,
  template: null,
  indexVersion: 1,
  model: 'm',
};
const answer = (text: string): CachedAnswer => ({ text, mode: 'GENERATED', model: 'm', citations: [] });

/** What a replica has, over the one Redis. */
async function replica(limits: Partial<CacheLimits> = {}, url = server.url) {
  const redis = createRedis({ url, name: 'replica', log });
  connections.push(redis);
  if (url === server.url) await redisReady(redis);
  const sources: AnswerSource[] = [];
  const cache = createAnswerCache({ redis, log, gist, limits });
  const makings = createMakings({ redis, log, leaseMs });
  closing.push(makings.stop);
  const sharing = createSharing({ cache, makings, onSource: (source) => sources.push(source) });
  return { redis, cache, makings, sharing, sources };
}

type Replica = Awaited<ReturnType<typeof replica>>;

/** An `ask` that may be told everything, unless said otherwise. */
function want({ cache }: Replica, changes: Partial<Want> = {}): Want {
  const guard = { askAgain: () => undefined, mayTell: async () => true, hasWithheld: () => false };
  const signal = new AbortController().signal;
  return { place: cache.placeOf(parts), guard, patienceMs: 60_000, signal, isCostly: true, ...changes };
}

/** A maker that counts and finishes when told to. */
function gated(text: string) {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const made = { times: 0, patience: [] as number[] };
  return {
    made,
    open: () => open(),
    make:
      ({ cache }: Replica) =>
      async (patienceMs: number) => {
        made.times += 1;
        made.patience.push(patienceMs);
        await opened;
        return { answer: answer(text), keepAt: cache.placeOf(parts) };
      },
  };
}

const atOnce = (text: string, keepAt: ReturnType<Replica['cache']['placeOf']> | null) => async () => ({
  answer: answer(text),
  keepAt,
});

async function someoneWaits({ redis }: Replica): Promise<void> {
  await waitFor(
    async () => {
      const [, count] = (await redis.pubsub('NUMSUB', makerKey(want(one).place ?? { key: '' }))) as [string, number];
      return count > 0;
    },
    { what: 'somebody waits for the answer' },
  );
}
let one: Replica;

describe('an answer that two replicas are asked for at once', () => {
  it('is made once, and told to both', async () => {
    one = await replica();
    const other = await replica();
    const { made, open, make } = gated('fait');
    const first = one.sharing.answer(want(one), make(one));
    await waitFor(() => made.times === 1, { what: 'the first one begins' });
    const second = other.sharing.answer(want(other), make(other));
    await someoneWaits(one);
    open();
    expect(await first).toMatchObject({ answer: { text: 'fait' }, isShared: false });
    expect(await second).toMatchObject({ answer: { text: 'fait' }, isShared: true });
    expect(made.times).toBe(1);
    expect([one.sources, other.sources]).toEqual([['miss'], ['joined']]);
  });

  it('is made by the next one when its maker’s asker leaves, long before the right expires', async () => {
    one = await replica();
    const other = await replica();
    const left = new Error('left');
    let leave = (): void => undefined;
    const first = one.sharing.answer(want(one), () => new Promise<never>((_, reject) => (leave = () => reject(left))));
    await waitFor(() => one.redis.exists(makerKey(one.cache.placeOf(parts))), { what: 'the first one has it' });
    const second = other.sharing.answer(want(other), atOnce('repris', other.cache.placeOf(parts)));
    await someoneWaits(one);
    leave();
    await expect(first).rejects.toBe(left);
    expect(await second).toMatchObject({ answer: { text: 'repris' }, isShared: false });
  });

  it('is not waited for by who leaves, nor beyond a deadline, and then nothing that takes time is made', async () => {
    one = await replica();
    const { open, make } = gated('fait');
    const first = one.sharing.answer(want(one), make(one));
    const leaving = new AbortController();
    const second = one.sharing.answer(want(one, { signal: leaving.signal }), make(one));
    await someoneWaits(one);
    leaving.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    const patience: number[] = [];
    const third = await one.sharing.answer(want(one, { patienceMs: 20 }), async (patienceMs) => {
      patience.push(patienceMs);
      return { answer: answer('cité'), keepAt: null };
    });
    expect(third).toMatchObject({ answer: { text: 'cité' }, isShared: false });
    expect(patience).toEqual([0]);
    open();
    await first;
  });

  it('is made by another one after its maker was killed, and after the time of its right', async () => {
    one = await replica();
    const place = one.cache.placeOf(parts);
    const doomed = await startProcess({
      script: 'subgraphs/rag/test/integration/processes/doomed-maker.ts',
      args: [server.url, place.key, String(leaseMs)],
    });
    await doomed.waitForOutput(/^taken/m);
    const { made, open, make } = gated('fait');
    open();
    const next = one.sharing.answer(want(one), make(one));
    await someoneWaits(one);
    expect(made.times).toBe(0);
    await doomed.kill();
    expect(await next).toMatchObject({ answer: { text: 'fait' }, isShared: false });
    expect(made.times).toBe(1);
  });

  it('is kept by its present maker only: one that was thought dead has lost its right', async () => {
    one = await replica();
    const place = one.cache.placeOf(parts);
    const signal = new AbortController().signal;
    const late = await one.makings.take(place, signal);
    await one.redis.del(makerKey(place));
    const present = await one.makings.take(place, signal);
    await one.cache.keep(place, answer('trop tard'), late?.token ?? null);
    expect(await one.cache.find(place)).toBeNull();
    await late?.end();
    await one.cache.keep(place, answer('à temps'), present?.token ?? null);
    await present?.end();
    await one.cache.keep(place, answer('bien trop tard'), late?.token ?? null);
    expect((await one.cache.find(place))?.answer.text).toBe('à temps');
  });

  it('may be kept in another place than the one that was taken, as quotations are', async () => {
    one = await replica();
    const quoted = one.cache.placeOf({ ...parts, model: null });
    await one.sharing.answer(want(one), atOnce('cité', quoted));
    expect((await one.cache.find(quoted))?.answer.text).toBe('cité');
    expect(await one.cache.find(one.cache.placeOf(parts))).toBeNull();
  });

  it('is checked for each asker by what quest says after the wait, and made anew for whom it would give too much', async () => {
    one = await replica();
    const { made, open, make } = gated('fait');
    const first = one.sharing.answer(want(one), make(one));
    await waitFor(() => made.times === 1, { what: 'the first one begins' });
    const heard: string[] = [];
    const guard = {
      askAgain: () => void heard.push('asked again'),
      mayTell: async ({ text }: { text: string }) => {
        heard.push(text);
        return false;
      },
      hasWithheld: () => true,
    };
    const second = one.sharing.answer(want(one, { guard }), atOnce('autre', one.cache.placeOf(parts)));
    await someoneWaits(one);
    open();
    await first;
    expect(await second).toMatchObject({ answer: { text: 'autre' }, isShared: false });
    expect(heard).toEqual(['asked again', 'fait']);
    expect(one.sources).toEqual(['miss', 'withheld']);
    expect((await one.cache.find(one.cache.placeOf(parts)))?.answer.text).toBe('fait');
  });

  it('is made by each when Redis is away', async () => {
    one = await replica({}, 'redis://127.0.0.1:9');
    const { made, open, make } = gated('fait');
    open();
    const both = await Promise.all([one, one].map((each) => each.sharing.answer(want(each), make(each))));
    expect(both.map(({ isShared }) => isShared)).toEqual([false, false]);
    expect(made.times).toBe(2);
    expect(await one.cache.size()).toEqual({ entries: 0, bytes: 0 });
  });

  it('is made for each where it depends on more than the question', async () => {
    one = await replica();
    const { made, open, make } = gated('fait');
    open();
    await Promise.all([0, 1].map(() => one.sharing.answer(want(one, { place: null }), make(one))));
    expect(made.times).toBe(2);
    expect(one.sources).toEqual(['personal', 'personal']);
  });
});

describe('what is kept', () => {
  it('answers the same question however it is spelled or put, and says which', async () => {
    one = await replica();
    const place = (query: string) => one.cache.placeOf({ ...parts, query });
    await one.cache.keep(place('Comment trier une liste ?'), answer('réponse'), null);
    const found = async (query: string) => (await one.cache.find(place(query)))?.match ?? null;
    expect(await found('comment  trier une liste')).toBe('exact');
    expect(await found('bonjour, coment on trie une liste svp')).toBe('near');
    expect(await found('comment trier une liste de tuples')).toBeNull();
    expect(await found('comment trier\nune liste')).toBeNull();
  });

  it('answers for nothing else than what it was made from', async () => {
    one = await replica();
    const template = { _id: 't', version: 1, template: '…' };
    await one.cache.keep(one.cache.placeOf({ ...parts, template }), answer('réponse'), null);
    const others: Partial<CacheKeyParts>[] = [
      { queryType: 'DEBUG' },
      { language: 'en' },
      { level: 'ADVANCED' },
      { questId: 'python_lists_101' },
      { indexVersion: 2 },
      { model: 'other' },
      { model: null },
      { template: null },
      { template: { ...template, version: 2 } },
      { template: { ...template, template: 'edited' } },
    ];
    for (const change of others) {
      expect([change, await one.cache.find(one.cache.placeOf({ ...parts, template, ...change }))]).toEqual([
        change,
        null,
      ]);
    }
    expect(await one.cache.find(one.cache.placeOf({ ...parts, template: { ...template } }))).not.toBeNull();
  });

  it('stays within its budget of entries and bytes, the oldest going first', async () => {
    one = await replica({ entries: 3, bytes: 900 });
    const place = (number: number) => one.cache.placeOf({ ...parts, query: `question ${number}` });
    const kept = async () => {
      const found = await Promise.all([0, 1, 2, 3, 4].map((number) => one.cache.find(place(number))));
      return found.flatMap((hit, number) => (hit ? [number] : []));
    };
    for (const number of [0, 1, 2, 3]) await one.cache.keep(place(number), answer('court'), null);
    expect(await kept()).toEqual([1, 2, 3]);
    await one.cache.keep(place(3), answer('x'.repeat(200)), null);
    const { entries, bytes } = await one.cache.size();
    expect(entries).toBe(3);
    await one.cache.keep(place(4), answer('y'.repeat(500)), null);
    expect(await kept()).toEqual([4]);
    expect((await one.cache.size()).entries).toBe(1);
    expect((await one.cache.size()).bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThanOrEqual(900);
  });

  it('is counted for operators, and so is how questions came by their answers', async () => {
    one = await replica();
    const registry = new Registry();
    const metrics = createAnswerCacheMetrics(registry, one.cache.size);
    for (const source of ['miss', 'near', 'near'] as const) metrics.count(source);
    await one.cache.keep(one.cache.placeOf(parts), answer('réponse'), null);
    const { bytes } = await one.cache.size();
    const text = await registry.metrics();
    expect(text).toContain('rag_answer_source_total{source="near"} 2');
    expect(text).toContain('rag_answer_cache_entries 1');
    expect(text).toContain(`rag_answer_cache_bytes ${bytes}`);
  });

  it('is nothing of somebody: a question’s conversation and key take no part, and no question is stored', async () => {
    one = await replica();
    const query = 'comment trier ma liste secrete_42';
    await one.cache.keep(one.cache.placeOf({ ...parts, query }), answer('réponse'), null);
    const keys = await one.redis.keys('*');
    const values = await Promise.all(
      keys.map(async (key) => ((await one.redis.type(key)) === 'string' ? one.redis.get(key) : '')),
    );
    expect(`${keys} ${values}`).not.toContain('secrete');
  });
});
