import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { anonymous } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import type { GatewayContext } from '../../src/context.js';
import { createCurrency } from '../../src/entity-cache/currency.js';
import { createEntityCache, type EntityCache } from '../../src/entity-cache/entity-cache.js';
import { createEntityCacheMetrics } from '../../src/entity-cache/metrics.js';
import { type AsOf, createEntityStore } from '../../src/entity-cache/store.js';
import { createSharedReads } from '../../src/subgraphs/shared-reads.js';
import { readSupergraph } from '../../src/supergraph.js';
import { startFaultySubgraph } from '../faulty-subgraph.js';

const facts = readSupergraph(await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'));
const log = silentLogger();
const MAX_BYTES = 200_000;

type Source = GraphQLDataSource<GatewayContext>;
type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Answer = Awaited<ReturnType<Source['process']>>;

let server: TestRedis;
let redis: Redis;
let registry: Registry;
let cache: EntityCache;
/** The names that the subgraph knows, those it was asked for, and what it does before it answers. */
let names: Record<string, string | null>;
let asked: string[][];
let before: () => Promise<void>;
let cacheControl: string;
let source: Source;
/** How often somebody has looked up an access rule: to read an operation that is not known. */
let rulesRead = 0;

beforeAll(async () => {
  server = await startTestRedis();
  redis = createRedis({ url: server.url, name: 'entity-cache-test', log });
  await redisReady(redis);
  registry = new Registry();
  cache = createEntityCache({
    redis,
    maxBytes: MAX_BYTES,
    facts: () => ({
      get accessRules() {
        rulesRead += 1;
        return facts.accessRules;
      },
      schema: facts.schema(),
      version: facts.version(),
    }),
    registry,
    log,
  });
  cache.start();
  await isCurrent();
});
afterAll(async () => {
  await cache.stop();
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  source = cache.around('auth', { process: answer });
  names = { ada: 'Ada', bea: 'Bea', leo: 'Léo' };
  asked = [];
  before = async () => undefined;
  cacheControl = 'public, max-age=60';
  await createEntityStore({ redis, maxBytes: MAX_BYTES }).forgetAll();
});

describe('entities', () => {
  it('are asked for once, whoever asks, and only those that are missing', async () => {
    expect(await namesOf('ada')).toEqual(['Ada']);
    await kept('ada');
    expect(await namesOf('bea', 'ada', 'leo')).toEqual(['Bea', 'Ada', 'Léo']);
    expect(asked).toEqual([['ada'], ['bea', 'leo']]);
    await kept('bea', 'leo');
    expect(await namesOf('leo', 'ada')).toEqual(['Léo', 'Ada']);
    expect(asked).toHaveLength(2);
  });

  it('are given as far as they are known while the subgraph is away, with errors in their places', async () => {
    await namesOf('ada');
    await kept('ada');
    names = {};
    const { data, errors } = await users(['bea', 'ada', 'leo']);
    expect(data).toEqual({ _entities: [null, { displayName: 'Ada' }, null] });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['_entities', 0],
      ['_entities', 2],
    ]);
  });

  it.each(['no-store', 'private, max-age=60', 'max-age=60', 'public, max-age=0', ''])(
    'are not kept when the subgraph says %j',
    async (said) => {
      cacheControl = said;
      await namesOf('ada');
      await nothingIsUnderWay();
      await namesOf('ada');
      expect(asked).toEqual([['ada'], ['ada']]);
    },
  );

  it('are not kept when a field is not PUBLIC, though the subgraph says so', async () => {
    for (let time = 0; time < 2; time += 1) await users(['ada'], 'email');
    expect(asked).toEqual([['ada'], ['ada']]);
  });

  it('are kept for each language by itself', async () => {
    await namesOf('ada');
    await kept('ada');
    await users(['ada'], 'displayName', 'en');
    expect(asked).toEqual([['ada'], ['ada']]);
  });

  it('are told apart by the defaults of variables that are not sent', async () => {
    const conditional = (seen: boolean) =>
      source.process(
        optionsOf(
          `query($representations:[_Any!]!,$seen:Boolean!=${seen}){_entities(representations:$representations){...on User{displayName @include(if:$seen)}}}`,
          { representations: [{ __typename: 'User', id: 'ada' }] },
          'fr',
        ),
      );
    await isKept(() => conditional(true));
    expect(asked).not.toEqual([]);
    asked = [];
    await conditional(false);
    expect(asked).toEqual([['ada']]);
  });

  it('that nobody knows are asked for again', async () => {
    names = { ghost: null };
    expect(await namesOf('ghost')).toEqual([null]);
    await nothingIsUnderWay();
    names = { ghost: 'Now here' };
    expect(await namesOf('ghost')).toEqual(['Now here']);
  });
});

describe('selections of Query', () => {
  let times: number;
  let quests: Source;
  beforeEach(() => {
    times = 0;
    quests = cache.around('quest', {
      process: async () => {
        times += 1;
        return { data: { quests: { totalCount: times } }, cacheControl } as Answer;
      },
    });
  });
  const read = (query: string) => quests.process(optionsOf(query, {}, 'fr'));

  it('are told apart by the defaults of variables that are not sent', async () => {
    const page = (first: number) => read(`query($first:Int!=${first}){quests(first:$first){totalCount}}`);
    await isKept(() => page(1));
    const before = times;
    expect((await page(20)).data).toEqual({ quests: { totalCount: before + 1 } });
  });

  it('are told apart by the defaults of conditions that are not sent', async () => {
    const part = (seen: boolean) => read(`query($seen:Boolean!=${seen}){quests(first:1){totalCount @skip(if:$seen)}}`);
    await isKept(() => part(false));
    const before = times;
    await part(true);
    expect(times).toBe(before + 1);
  });

  it('end each by itself', async () => {
    await isKept(() => read('{quests(first:1){totalCount}}'));
    await isKept(() => read('{quests(first:2){totalCount}}'));
    const keys = await redis.keys('gateway:{entity-cache}:of:Query:*');
    const fields = await Promise.all(keys.map((key) => redis.hlen(key)));
    expect(fields.length).toBeGreaterThanOrEqual(2);
    expect(new Set(fields)).toEqual(new Set([1]));
  });

  it('are remembered by their texts, up to what these take', async () => {
    const first = '{quests(first:3){totalCount}}';
    await read(first);
    const known = rulesRead;
    await read(first);
    expect(rulesRead).toBe(known);
    for (let index = 0; index < 60; index += 1) await read(`query N${'x'.repeat(20_000)}${index}${first}`);
    const before = rulesRead;
    await read(first);
    expect(rulesRead).toBeGreaterThan(before);
  });
});

describe('a change', () => {
  it('is read at once by whoever made it', async () => {
    await namesOf('ada');
    await kept('ada');
    names.ada = 'Ada Lovelace';
    await change('updateProfile', 'ada');
    expect(await namesOf('ada')).toEqual(['Ada Lovelace']);
    const quests = cache.around('quest', {
      process: async () => ({ data: { quest: { title: names.ada } }, cacheControl }) as Answer,
    });
    const read = () => quests.process(optionsOf('{ quest(id: "x") { title } }', {}, 'fr'));
    await read();
    await nothingIsUnderWay();
    names.ada = 'A new title';
    await change('publishQuestDraft', 'an author');
    expect((await read()).data).toEqual({ quest: { title: 'A new title' } });
  });

  it.each([
    'mutation{...on Mutation{updateProfile{id}}}',
    'mutation{...@include(if:true){...on Mutation{updateProfile{id}}}}',
    'mutation{...Change} fragment Change on Mutation{updateProfile{id}}',
  ])('is seen wherever it stands: %s', async (mutation) => {
    await namesOf('ada');
    await kept('ada');
    names.ada = 'Ada Lovelace';
    await source.process(optionsOf(mutation, {}, 'fr', 'ada'));
    expect(await namesOf('ada')).toEqual(['Ada Lovelace']);
  });

  it('is not undone by what was being read while it happened', async () => {
    let answerNow = () => {};
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    before = () => held;
    const reading = namesOf('ada');
    await waitFor(() => asked.length === 1, { what: 'the subgraph to be asked' });
    const old = { ...names };
    names = { ...old, ada: 'Ada Lovelace' };
    await change('updateProfile', 'ada');
    names = old;
    answerNow();
    expect(await reading).toEqual(['Ada']);
    await waitFor(async () => (await metric('unkept_total')) > 0, { what: 'the old name to be refused' });
    names = { ...old, ada: 'Ada Lovelace' };
    before = async () => undefined;
    expect(await namesOf('ada')).toEqual(['Ada Lovelace']);
  });

  it('elsewhere is not undone by a read that is shared: only those from before it share, and keep, what is from before', async () => {
    const open: ServerResponse[] = [];
    const auth = await startFaultySubgraph({ reads: createSharedReads({ longestMs: 60_000 }) });
    auth.behave((_request, response) => open.push(response));
    const answerNext = (displayName: string) =>
      open
        .shift()
        ?.writeHead(200, { 'content-type': 'application/json', 'cache-control': cacheControl })
        .end(JSON.stringify({ data: { _entities: [{ displayName }] } }));
    source = cache.around('auth', auth.source);
    const before = [namesOf('ada'), namesOf('ada')];
    await waitFor(() => open.length === 1, { what: 'the subgraph to be asked' });
    await createEntityStore({ redis, maxBytes: MAX_BYTES }).forget([{ type: 'User', id: 'ada' }]);
    const after = namesOf('ada');
    await waitFor(() => open.length === 2, { what: 'the subgraph to be asked anew' });
    answerNext('Ada');
    expect(await Promise.all(before)).toEqual([['Ada'], ['Ada']]);
    answerNext('Ada Lovelace');
    expect(await after).toEqual(['Ada Lovelace']);
    await isKept(() => namesOf('ada'));
    expect(await namesOf('ada')).toEqual(['Ada Lovelace']);
    expect(auth.received).toHaveLength(2);
    await auth.stop();
  });

  it('that was missed while Redis was away is read when it is back, and nothing fails meanwhile', async () => {
    await namesOf('ada', 'bea');
    await kept('ada', 'bea');
    await server.kill();
    names.ada = 'Ada, meanwhile';
    expect(await namesOf('ada', 'bea')).toEqual(['Ada, meanwhile', 'Bea']);
    await server.restart();
    for (let time = 0; time < 20; time += 1) expect((await namesOf('ada'))[0]).toBe('Ada, meanwhile');
    await isCurrent();
    await kept('ada');
    expect(await namesOf('ada')).toEqual(['Ada, meanwhile']);
  }, 60_000);
});

describe('all that is kept', () => {
  it('stays marked as changed when it has to make room', async () => {
    const store = createEntityStore({ redis, maxBytes: 3_000 });
    const [ada, bea] = ['ada', 'bea'].map((id) => ({ type: 'User', id, digest: 'd' }));
    if (!ada || !bea) throw new Error('Two were meant.');
    const write = (wanted: typeof ada, asOf: AsOf, length: number, ttlMs: number) =>
      store.write([{ wanted, index: 0, json: 'x'.repeat(length) }], asOf, ttlMs);
    const before = await store.read([ada], []);
    await store.forget([{ type: 'User', id: 'ada' }]);
    expect(await write(ada, (await store.read([ada], [])).asOf, 500, 10_000)).toBe(1);
    expect(await write(bea, (await store.read([bea], [])).asOf, 2_400, 20_000)).toBe(1);
    expect((await store.read([ada], [])).values).toEqual([null]);
    expect(await write(ada, before.asOf, 10, 10_000)).toBe(0);
  });

  it('can be trusted again after several gaps at once', async () => {
    let letGo = () => {};
    let attempts = 0;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const store = {
      ...createEntityStore({ redis, maxBytes: MAX_BYTES }),
      forgetAll: async () => {
        attempts += 1;
        await held;
      },
    };
    const currency = createCurrency({ redis, store, metrics: createEntityCacheMetrics(new Registry()), log });
    const listeners = async (): Promise<string[]> =>
      String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).match(/\bid=\d+/g) ?? [];
    const others = await listeners();
    const own = async () => (await listeners()).filter((id) => !others.includes(id));
    currency.start();
    await waitFor(() => attempts > 0, { what: 'the first attempt' });
    const [first] = await own();
    await redis.client('KILL', 'ID', first?.slice(3) ?? '');
    await waitFor(async () => (await own()).some((id) => id !== first), { what: 'another connection' });
    await redis.ping();
    letGo();
    await waitFor(() => currency.isCurrent(), { what: 'all doubts to be settled' });
    await currency.stop();
  });

  it('stays below its budget, and its books are right', async () => {
    const ids = Array.from({ length: 600 }, (_, index) => `somebody ${index}`);
    names = Object.fromEntries(ids.map((id) => [id, 'x'.repeat(500)]));
    for (let from = 0; from < ids.length; from += 50) await namesOf(...ids.slice(from, from + 50));
    await nothingIsUnderWay();
    const [taken, sizes] = [
      Number(await redis.get('gateway:{entity-cache}:bytes')),
      await redis.hvals('gateway:{entity-cache}:sizes'),
    ];
    expect(taken).toBeLessThanOrEqual(MAX_BYTES);
    expect(taken).toBeGreaterThan(MAX_BYTES / 2);
    expect(sizes.reduce((sum, size) => sum + Number(size), 0)).toBe(taken);
    expect(await redis.zcard('gateway:{entity-cache}:index')).toBe(sizes.length);
    const keys = await redis.keys('gateway:{entity-cache}:of:*');
    const marks = await Promise.all(keys.map((key) => redis.hexists(key, 'mark')));
    expect(marks.filter((marked) => marked === 0)).toHaveLength(sizes.length);
  });
});

/** A subgraph that says what it knows. */
async function answer({ request }: Options): Promise<Answer> {
  if (request.query?.startsWith('mutation')) return { data: {} };
  const ids: string[] = request.variables?.representations.map(({ id }: { id: string }) => id);
  asked.push(ids);
  await before();
  const entities = ids.map((id) => (names[id] ? { displayName: names[id] } : null));
  const unknown = ids.flatMap((id, index) => (id in names ? [] : [{ message: 'away', path: ['_entities', index] }]));
  return { data: { _entities: entities }, ...(unknown.length > 0 && { errors: unknown }), cacheControl } as Answer;
}

function users(ids: string[], fields = 'displayName', language: 'fr' | 'en' = 'fr') {
  const query = `query Board__auth__1($representations:[_Any!]!){_entities(representations:$representations){...on User{${fields}}}}`;
  const representations = ids.map((id) => ({ __typename: 'User', id }));
  return source.process(optionsOf(query, { representations }, language));
}

async function namesOf(...ids: string[]): Promise<unknown[]> {
  const { data } = await users(ids);
  return data?._entities.map((one: { displayName: string } | null) => one?.displayName ?? null);
}

async function change(field: string, userId: string): Promise<void> {
  await source.process(optionsOf(`mutation{${field}{id}}`, {}, 'fr', userId));
}

function optionsOf(query: string, variables: object, language: 'fr' | 'en', userId: string | null = null): Options {
  const operation = { operation: query.startsWith('mutation') ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY };
  return {
    kind: 'incoming operation',
    request: { query, variables },
    context: { caller: { ...anonymous, userId, language } },
    incomingRequestContext: { operation },
  } as unknown as Options;
}

/** What is read is written after it was answered. */
async function kept(...ids: string[]): Promise<void> {
  await waitFor(
    async () => {
      const before = asked.length;
      await users(ids);
      const isKept = asked.length === before;
      asked.length = before;
      return isKept;
    },
    { what: `${ids.join()} to be kept` },
  );
}

/** Reads until nothing is asked any more. */
async function isKept(read: () => PromiseLike<unknown>): Promise<void> {
  const hits = () => metric('lookups_total', 'hit');
  await waitFor(
    async () => {
      const before = await hits();
      await read();
      return (await hits()) > before;
    },
    { what: 'it to be kept' },
  );
}

/** Commands are carried out in order. */
async function nothingIsUnderWay(): Promise<void> {
  await redis.ping();
}

async function isCurrent(): Promise<void> {
  const gaps = () => metric('forgotten_total');
  await waitFor(async () => (await gaps()) > 0, { what: 'the cache to hear of changes' });
}

async function metric(name: string, outcome?: string): Promise<number> {
  const found = await registry.getSingleMetric(`gateway_entity_cache_${name}`)?.get();
  const meant = found?.values.filter(({ labels }) => outcome === undefined || labels.outcome === outcome);
  return meant?.reduce((sum, { value }) => sum + value, 0) ?? 0;
}
