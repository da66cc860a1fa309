import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter, type RevocationWriter } from '@doctorpy/service-kit/revocation';
import { freePort, tokenForger, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { laneCounts } from '../lane-counts.js';
import { type PlainSubgraphs, startPlainSubgraphs } from '../plain-subgraphs.js';
import { type LoneGateway, startLoneGateway } from '../start-gateway.js';

const tokens = tokenForger('shared-secret');
const ME = { query: '{ me { id } }' };
const quest = (id: string) => ({ query: 'query ($id: ID!) { quest(id: $id) { id } }', variables: { id } });
const holder = () => ({ sub: randomUUID(), sid: randomUUID(), roles: ['LEARNER'], av: 1 });
const bearer = (claims: object) => ({ authorization: `Bearer ${tokens.sign(claims)}` });

let gateway: LoneGateway;
let subgraphs: PlainSubgraphs;
let redis: Redis;
let revocations: RevocationWriter;
let opsPort: number;
/** Of one connection. */
let agent: Agent;
const ports = new Set<number | undefined>();

async function start(environment: Record<string, string>): Promise<void> {
  subgraphs = await startPlainSubgraphs();
  opsPort = await freePort();
  gateway = await startLoneGateway({
    JWT_SECRET: tokens.jwtSecret ?? '',
    OPS_PORT: String(opsPort),
    ...subgraphs.environment,
    ...environment,
  });
  redis = createRedis({ url: gateway.redis.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  revocations = createRevocationWriter(redis, 3600);
  await revocations.rebuild([]);
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  ports.clear();
}

async function stop(): Promise<void> {
  agent?.destroy();
  redis?.disconnect();
  await gateway?.stop();
  await subgraphs?.stop();
}

interface Told {
  readonly status: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own business
  readonly json: any;
}

/** Asks on the one connection. */
async function ask(body: object, headers: Record<string, string> = {}): Promise<Told> {
  const sent = JSON.stringify(body);
  const length = 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(sent)) };
  const asking = request(gateway.url, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...length, ...headers },
  });
  asking.end(sent);
  const [response] = await once(asking, 'response');
  ports.add(response.socket.localPort);
  return { status: response.statusCode, json: JSON.parse(await text(response)) };
}

/** Asks until it is answered in the lane, and gives that answer. */
async function askInLane(body: object, headers: Record<string, string> = {}): Promise<Told> {
  const inLane = async () => {
    const { answered } = await laneCounts(opsPort);
    const told = await ask(body, headers);
    return (await laneCounts(opsPort)).answered > answered ? told : null;
  };
  return waitFor(inLane, { what: 'an answer of the lane' });
}

describe('on one connection, the fast lane', () => {
  beforeAll(() => start({}), 180_000);
  afterAll(stop);

  it('answers each user as themselves, whoever asked before', async () => {
    const [ada, lea] = [holder(), holder()];
    for (const one of [ada, lea, ada]) {
      expect((await askInLane(ME, bearer(one))).json).toEqual({ data: { me: { id: one.sub } } });
    }
    expect((await askInLane(ME)).json).toEqual({ data: { me: null } });
    expect((await askInLane(ME, bearer(lea))).json).toEqual({ data: { me: { id: lea.sub } } });
    expect(ports.size).toBe(1);
  });

  it('forgets who asked once their session has ended', async () => {
    const one = holder();
    const headers = bearer(one);
    expect((await askInLane(ME, headers)).json).toEqual({ data: { me: { id: one.sub } } });
    await revocations.add([{ kind: 'session', sessionId: one.sid }]);
    const refused = await waitFor(
      async () => {
        const { json } = await ask(ME, headers);
        return json.data?.me ? null : json;
      },
      { what: 'the session to count as ended' },
    );
    const { answered } = await laneCounts(opsPort);
    expect((await ask(ME, headers)).json.data).toEqual(refused.data);
    expect((await laneCounts(opsPort)).answered).toBe(answered);
    expect(ports.size).toBe(1);
  });

  it('forgets who asked once their token has expired', async () => {
    const one = holder();
    const headers = bearer({ ...one, exp: Math.floor(Date.now() / 1000) + 4 });
    expect((await askInLane(ME, headers)).json).toEqual({ data: { me: { id: one.sub } } });
    await waitFor(async () => !(await ask(ME, headers)).json.data?.me, { what: 'the token to expire' });
    const { answered } = await laneCounts(opsPort);
    expect((await ask(ME, headers)).json.data?.me ?? null).toBeNull();
    expect((await laneCounts(opsPort)).answered).toBe(answered);
    expect(ports.size).toBe(1);
  });

  it('leaves bodies of unknown length to the framework, and answers what follows', async () => {
    const expected = { status: 200, json: { data: { quest: { id: '1' } } } };
    expect(await askInLane(quest('1'))).toEqual(expected);
    const before = await laneCounts(opsPort);
    expect(await ask(quest('1'), { 'transfer-encoding': 'chunked' })).toEqual(expected);
    expect(await laneCounts(opsPort)).toEqual(before);
    expect(await ask(quest('1'))).toEqual(expected);
    expect((await laneCounts(opsPort)).answered).toBe(before.answered + 1);
  });

  it('answers HTTP/1.0, and the connection is closed', async () => {
    await askInLane(quest('1'));
    const { answered } = await laneCounts(opsPort);
    const socket = await connected();
    socket.write(raw('1.0', quest('1')));
    expect(await text(socket)).toMatch(/\r\n\r\n\{"data":\{"quest":\{"id":"1"\}\}\}\n$/);
    expect((await laneCounts(opsPort)).answered).toBe(answered + 1);
  });

  it('takes any number of requests at once', async () => {
    await askInLane(quest('1'));
    subgraphs.takeAsked();
    const socket = await connected();
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    socket.write(Array.from({ length: 15 }, (_, n) => raw('1.1', quest(`held-${n}`))).join(''));
    await waitFor(() => subgraphs.takeAsked().length > 0, { what: 'the subgraph is asked' });
    subgraphs.release();
    await waitFor(() => received.match(/"FORBIDDEN"/g)?.length === 15, { what: 'all answers' });
    socket.destroy();
    expect(gateway.process.output()).not.toMatch('MaxListenersExceededWarning');
  });
});

describe('with a safelist, the fast lane', () => {
  beforeAll(() => start({ PERSISTED_OPERATIONS: 'safelist' }), 180_000);
  afterAll(stop);

  it('answers what is on it, and nothing else', async () => {
    const file = new URL('../../../schema/persisted-operations.json', import.meta.url);
    const { operations } = JSON.parse(await readFile(file, 'utf8'));
    const { body, hash } = operations.find(({ name }: { name: string }) => name === 'Me');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const { status, json } = await askInLane({ extensions });
    expect([status, json.errors]).toEqual([200, undefined]);
    expect((await askInLane({ query: body })).json).toEqual(json);

    const { answered } = await laneCounts(opsPort);
    for (const query of ['{ __typename }', `${body} `.replace('{', '{ __typename'), ME.query]) {
      for (let time = 0; time < 3; time += 1) {
        expect((await ask({ query })).json.errors[0].extensions.code).toBe('OPERATION_NOT_ALLOWED');
        const mismatch = await ask({ query, extensions });
        expect(mismatch.json.errors).toHaveLength(1);
      }
    }
    expect((await laneCounts(opsPort)).answered).toBe(answered);
  });
});

async function connected() {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function raw(version: string, body: object): string {
  const sent = JSON.stringify(body);
  const head = [
    `POST /graphql HTTP/${version}`,
    'host: gateway',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(sent)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${sent}`;
}
