import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { freePort, tokenForger, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { type LaneCounts, laneCounts } from '../lane-counts.js';
import { type PlainSubgraphs, startPlainSubgraphs } from '../plain-subgraphs.js';
import { type LoneGateway, startLoneGateway } from '../start-gateway.js';

const USER_LIMIT = 200;
/** Said in capitals, the same type goes the long way: only the usual spellings are looked for. */
const LONG_WAY = { 'content-type': 'application/json; charset=UTF-8' };
const QUEST = 'query ($id: ID!) { quest(id: $id) { id title } }';
const supergraphFile = new URL('../../../schema/supergraph.graphql', import.meta.url);

let gateway: LoneGateway;
let subgraphs: PlainSubgraphs;
let redis: Redis;
let folder: string;
let opsPort: number;
const tokens = tokenForger('shared-secret');
const revoked = randomUUID();
const bearer = (claims: object) => ({
  authorization: `Bearer ${tokens.sign({ sub: randomUUID(), sid: randomUUID(), roles: ['LEARNER'], av: 1, ...claims })}`,
});

beforeAll(async () => {
  subgraphs = await startPlainSubgraphs();
  folder = await mkdtemp(join(tmpdir(), 'doctorpy-lane-'));
  await writeFile(join(folder, 'supergraph.graphql'), await readFile(supergraphFile));
  opsPort = await freePort();
  gateway = await startLoneGateway({
    JWT_SECRET: tokens.jwtSecret ?? '',
    OPS_PORT: String(opsPort),
    ...subgraphs.environment,
    CORS_ORIGINS: 'https://front.test',
    TRUSTED_PROXIES: '127.0.0.1',
    GATEWAY_MAX_COST_LEARNER: '5000',
    GATEWAY_RATE_LIMIT_PER_USER_PER_MINUTE: String(USER_LIMIT),
    GATEWAY_SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'),
    GATEWAY_SUPERGRAPH_POLL_MS: '100',
  });
  redis = createRedis({ url: gateway.redis.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  await createRevocationWriter(redis, 3600).rebuild([{ kind: 'session', sessionId: revoked }]);
  const isTrusted = async () => (await gateway.post({ query: '{ me { id } }' }, bearer({}))).json.data?.me?.id;
  await waitFor(isTrusted, { what: 'the list of ended sessions' });
}, 180_000);
afterAll(async () => {
  redis?.disconnect();
  await gateway?.stop();
  await subgraphs?.stop();
  if (folder) await rm(folder, { recursive: true });
});

interface Case {
  readonly body: string | object;
  readonly headers?: Record<string, string>;
  /** What becomes of it in the fast lane; `outside` when it never gets there. */
  readonly lane: 'answered' | 'handed_over' | 'outside';
  /** Whether a subgraph fails: its circuit must not open, or opened earlier, for one of the two ways alone. */
  readonly breaks?: true;
}

const learner = bearer({});
const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const persisted = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } });
const quest = (id: unknown, more: object = {}) => ({ query: QUEST, variables: { id }, ...more });
const TWO = 'query First { quest(id: "a") { title } } query Second { publicStats { learners } }';
const PAGES = 'query ($first: Int!) { quests(first: $first) { edges { node { prerequisites { id } } } } }';
const HASHED = '{ hashed: quest(id: "h") { id } }';

const cases: Record<string, Case> = {
  'a public query': { body: quest('1'), lane: 'answered' },
  'a public query of a learner': { body: quest('1'), headers: learner, lane: 'answered' },
  'a query in English': { body: quest('1'), headers: { 'accept-language': 'en-GB,en;q=0.9' }, lane: 'answered' },
  'letters of other alphabets': { body: quest('Éducation 猫 \u{1f600}'), lane: 'answered' },
  'letters written as escapes': { body: '{"query":"{ quest(id: \\"\\u00e9\\") { id } }"}', lane: 'handed_over' },
  'the first of two operations': { body: { query: TWO, operationName: 'First' }, lane: 'answered' },
  'the second of two operations': { body: { query: TWO, operationName: 'Second' }, lane: 'answered' },
  'neither of two operations': { body: { query: TWO }, lane: 'handed_over' },
  'an operation of another name': { body: { query: TWO, operationName: 'Third' }, lane: 'handed_over' },
  'what nobody stores is null': { body: quest('missing'), lane: 'answered' },
  'an error of a subgraph': { body: quest('forbidden'), lane: 'handed_over' },
  'an error of a subgraph in English': {
    body: quest('forbidden'),
    headers: { 'accept-language': 'en' },
    lane: 'handed_over',
  },
  'a null where none may be': { body: quest('untitled'), lane: 'handed_over' },
  'a subgraph that breaks off': { body: quest('break'), lane: 'handed_over', breaks: true },
  'a variable of a wrong type': { body: quest({ id: 1 }), lane: 'handed_over' },
  'a variable that is missing': { body: { query: QUEST }, lane: 'handed_over' },
  'a page within the budget': { body: { query: PAGES, variables: { first: 10 } }, lane: 'answered' },
  'a page that is too large': { body: { query: PAGES, variables: { first: 101 } }, lane: 'handed_over' },
  'more than an anonymous caller may spend': {
    body: { query: `{ ${pages(6)} }` },
    headers: { 'x-forwarded-for': '192.0.2.1' },
    lane: 'handed_over',
  },
  'the caller': { body: { query: '{ me { id } }' }, headers: learner, lane: 'answered' },
  'the caller who is nobody': { body: { query: '{ me { id } }' }, lane: 'answered' },
  'what takes a role, with it': {
    body: { query: '{ users { edges { node { id } } } }' },
    headers: bearer({ roles: ['ADMIN'] }),
    lane: 'answered',
  },
  'what takes a role, without it': {
    body: { query: '{ users { edges { node { id } } } }' },
    headers: learner,
    lane: 'handed_over',
  },
  'what takes a role that is withheld': {
    body: { query: '{ users { edges { node { id } } } }' },
    headers: bearer({ withheldRoles: ['ADMIN'] }),
    lane: 'handed_over',
  },
  'what takes a sign-in, with one': {
    body: { query: '{ recommendedQuests { reason } }' },
    headers: learner,
    lane: 'answered',
  },
  'what takes a sign-in, without one': {
    body: { query: '{ recommendedQuests { reason } }' },
    lane: 'handed_over',
  },
  'an ended session': { body: quest('1'), headers: bearer({ sid: revoked }), lane: 'handed_over' },
  'an ended session that asks for its user': {
    body: { query: '{ recommendedQuests { reason } }' },
    headers: bearer({ sid: revoked }),
    lane: 'handed_over',
  },
  'a token that has expired': { body: quest('1'), headers: bearer({ exp: 1_000_000_000 }), lane: 'handed_over' },
  'a token that is none': { body: quest('1'), headers: { authorization: 'Bearer x' }, lane: 'handed_over' },
  'no token after the scheme': { body: quest('1'), headers: { authorization: 'Basic eDp5' }, lane: 'handed_over' },
  'a document with its hash': { body: { query: HASHED, extensions: persisted(HASHED) }, lane: 'answered' },
  'the hash alone': { body: { extensions: persisted(HASHED) }, lane: 'answered' },
  'the hash of another document': { body: { query: HASHED, extensions: persisted('x') }, lane: 'handed_over' },
  'a hash that nobody knows': { body: { extensions: persisted('unknown') }, lane: 'handed_over' },
  'other extensions': { body: quest('1', { extensions: { clientLibrary: { name: 'x' } } }), lane: 'answered' },
  'no document': { body: {}, lane: 'handed_over' },
  'several operations at once': { body: [quest('1'), quest('2')], lane: 'handed_over' },
  'no JSON': { body: '{"query":', lane: 'handed_over' },
  'a name that reaches a prototype': {
    body: `{"query":${JSON.stringify(QUEST)},"variables":{"id":"1","__proto__":{"x":1}}}`,
    lane: 'handed_over',
  },
  'no GraphQL': { body: { query: '{ quest(' }, lane: 'handed_over' },
  'a field that does not exist': { body: { query: '{ quest(id: 1) { colour } }' }, lane: 'handed_over' },
  'what a type is called': { body: { query: '{ __typename }' }, lane: 'answered' },
  introspection: { body: { query: '{ __type(name: "Quest") { name } }' }, lane: 'answered' },
  'a mutation': {
    body: { query: 'mutation { updateProfile(input: { displayName: "A" }) { id } }' },
    headers: learner,
    lane: 'handed_over',
  },
  'a subscription': { body: { query: 'subscription { leaderboardChanged { totalPlayers } }' }, lane: 'handed_over' },
  'the media type of GraphQL': {
    body: quest('1'),
    headers: { accept: 'application/graphql-response+json' },
    lane: 'answered',
  },
  'a refusal with the media type of GraphQL': {
    body: quest(null),
    headers: { accept: 'application/graphql-response+json' },
    lane: 'handed_over',
  },
  'a media type that is not spoken': { body: quest('1'), headers: { accept: 'image/png' }, lane: 'outside' },
  'a page of an allowed origin': { body: quest('1'), headers: { origin: 'https://front.test' }, lane: 'answered' },
  'a page of another origin': { body: quest('1'), headers: { origin: 'https://evil.test' }, lane: 'answered' },
  'browser mode of an allowed page': {
    body: quest('1'),
    headers: { origin: 'https://front.test', 'doctorpy-session': 'cookie', cookie: 'doctorpy-session=x' },
    lane: 'answered',
  },
  'browser mode of another page': {
    body: quest('1'),
    headers: { origin: 'https://evil.test', 'doctorpy-session': 'cookie' },
    lane: 'handed_over',
  },
  'by HTTPS, as the proxy says': { body: quest('1'), headers: { 'x-forwarded-proto': 'https' }, lane: 'answered' },
  'a body that is said to be compressed': {
    body: quest('1'),
    headers: { 'content-encoding': 'gzip' },
    lane: 'outside',
  },
  'cost that is to be told': { body: quest('1'), headers: { 'x-report-cost': '1' }, lane: 'outside' },
};

describe('a query that has been asked before', () => {
  it.each(Object.entries(cases))('is answered alike in the fast lane and by Apollo Server: %s', async (_name, one) => {
    let short: object = {};
    let requests: string[] = [];
    const goes = async () => {
      if (one.breaks) await untilQuestIsWell();
      const before = await counts();
      subgraphs.takeAsked();
      short = await asked(one, {});
      requests = subgraphs.takeAsked();
      return wayOf(before, await counts()) === one.lane;
    };
    // What has yet to be learned is: the media type, the document, the token, the client's count.
    for (let time = 0; time < 3; time += 1) await goes();
    // Nothing is answered in the lane while the list of ended sessions is older than it may be.
    await waitFor(goes, { what: `a request that is ${one.lane}` });
    if (one.breaks) await untilQuestIsWell();
    subgraphs.takeAsked();
    expect(await asked(one, LONG_WAY)).toEqual(short);
    // Whoever hands a request over after it was executed does not have it executed again.
    expect(requests).toEqual(subgraphs.takeAsked());
  });

  it('is counted once for its user, whichever way it goes', async () => {
    const headers = bearer({});
    const bodies = [quest('1'), quest('forbidden'), quest({ id: 1 })];
    const ways = [{}, LONG_WAY];
    let accepted = 0;
    let reply = await gateway.post(quest('1'), headers);
    while (reply.status !== 429) {
      accepted += 1;
      const body = bodies[accepted % 3] ?? {};
      reply = await gateway.post(body, { ...headers, ...ways[accepted % 2] });
    }
    // One hundredth may be on its way to Redis.
    expect(accepted).toBeGreaterThanOrEqual(USER_LIMIT);
    expect(accepted).toBeLessThanOrEqual(USER_LIMIT * 1.01);
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    const refused = { body: quest('1'), headers, lane: 'handed_over' } as const;
    expect(withoutSeconds(await asked(refused, {}))).toEqual(withoutSeconds(await asked(refused, LONG_WAY)));
  });

  it.each(['user', 'address'])('is counted once when it is one too many for its %s, and refused', async (whose) => {
    const sub = randomUUID();
    const ip = '192.0.2.77';
    const headers = whose === 'user' ? bearer({ sub }) : { 'x-forwarded-for': ip };
    // Known to the lane, and counted in Redis alone from here on.
    await gateway.post(quest('1'), headers);
    const [key = ''] = await redis.keys(whose === 'user' ? `rate:gateway:user:${sub}` : `rate:gateway:${ip}*`);
    await redis.set(key, '1000001', 'EX', 50);
    const isRefused = async () => (await gateway.post(quest('1'), headers)).status === 429;
    await waitFor(isRefused, { what: 'the refusal' });
    for (const way of [{}, LONG_WAY]) {
      const before = await counts();
      const counted = Number(await redis.get(key));
      expect((await gateway.post(quest('1'), { ...headers, ...way })).status).toBe(429);
      expect(Number(await redis.get(key))).toBe(counted + 1);
      expect(wayOf(before, await counts())).toBe(way === LONG_WAY ? 'outside' : 'handed_over');
    }
  });

  it('is answered in its turn when a client sends several at once, in pieces', async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    const requests = ['1', 'forbidden', '2'].map((id) => raw(JSON.stringify(quest(id)))).join('');
    const half = Math.floor(requests.length / 2) + 20;
    socket.write(requests.slice(0, half));
    socket.write(requests.slice(half));
    await waitFor(() => text.split('HTTP/1.1 ').length === 4 && text.endsWith('\n'), { what: 'three answers' });
    socket.destroy();
    expect(text.match(/"id":"\w+"|FORBIDDEN/g)).toEqual(['"id":"1"', 'FORBIDDEN', '"id":"2"']);
  });

  it('harms nobody when its client leaves in the middle of it', async () => {
    const { port } = new URL(gateway.url);
    for (const sent of [raw(JSON.stringify(quest('1'))).slice(0, -5), raw(JSON.stringify(quest('slow')))]) {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(sent);
      if (sent.includes('slow')) await waitFor(() => subgraphs.takeAsked().length > 0, { what: 'the subgraph' });
      socket.destroy();
    }
    expect((await gateway.post(quest('1'))).status).toBe(200);
  });

  it('is not known any more when there is another supergraph', async () => {
    expect((await gateway.post(quest('1'))).json.data.quest.title).toBe('Quest 1');
    const sdl = await readFile(supergraphFile, 'utf8');
    const next = join(folder, 'next.graphql');
    await writeFile(next, sdl.replace(/^(type Quest @[\s\S]*?)^ {2}title: String!/m, '$1  name: String!'));
    await rename(next, join(folder, 'supergraph.graphql'));
    await waitFor(() => /supergraph\.re(loaded|jected)/.test(gateway.process.output()), { what: 'the new one' });
    expect(gateway.process.output()).not.toMatch('supergraph.rejected');
    const before = await counts();
    expect((await gateway.post(quest('1'))).json.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await gateway.post({ query: '{ me { id } }' })).json).toEqual({ data: { me: null } });
    const between = await counts();
    expect(between.answered).toBe(before.answered);
    // What was learned while it changed belongs to the one before: it is learned again.
    const isAnsweredAgain = async () => {
      expect((await gateway.post({ query: '{ me { id } }' })).json).toEqual({ data: { me: null } });
      return (await counts()).answered > between.answered;
    };
    await waitFor(isAnsweredAgain, { what: 'the query is known again' });
  });
});

const counts = () => laneCounts(opsPort);

function wayOf(before: LaneCounts, after: LaneCounts): Case['lane'] {
  if (after.answered > before.answered) return 'answered';
  return after.handedOver > before.handedOver ? 'handed_over' : 'outside';
}

/** All of an answer but what differs from one to the next. */
async function asked({ body, headers }: Case, way: Record<string, string>): Promise<object> {
  const reply = await gateway.post(body, { ...headers, ...way });
  const requestId = reply.headers.get('x-request-id') ?? '';
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  const told = [...reply.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  return { status: reply.status, headers: Object.fromEntries(told), text: reply.text.replaceAll(requestId, '<id>') };
}

/** Its circuit is closed, and nothing has failed since. */
async function untilQuestIsWell(): Promise<void> {
  const isAnswered = async () => (await gateway.post(quest('1'), LONG_WAY)).json.data?.quest?.id === '1';
  await waitFor(isAnswered, { what: 'an answer of quest' });
}

function withoutSeconds(reply: object): unknown {
  return JSON.parse(
    JSON.stringify(reply).replace(/\d+ s\.|(?<="retry-after":")\d+|(?<=retryAfterSeconds\\":)\d+/g, ''),
  );
}

function raw(body: string): string {
  const head = [
    'POST /graphql HTTP/1.1',
    'host: gateway',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function pages(count: number): string {
  return Array.from(
    { length: count },
    (_, n) => `p${n}: quests(first: 100) { edges { node { prerequisites { id } } } }`,
  ).join(' ');
}
