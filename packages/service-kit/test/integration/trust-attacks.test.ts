import { request as httpRequest } from 'node:http';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import {
  MAX_CLOCK_SKEW_MS,
  readServiceKeys,
  type ServicePair,
  type SignedEnvelope,
  signRequest,
  subscriptionBody,
} from '@doctorpy/service-kit/trust';
import { type GraphQLAnswer, startTestRedis, type TestRedis } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Redis } from 'ioredis';
import WebSocket from 'ws';

const SECRET_KEY = 'c'.repeat(64);
const WHO_AM_I = JSON.stringify({ query: '{ whoAmI roles }' });
const COUNT = JSON.stringify({ query: 'mutation { count }' });
const LISTEN = 'subscription { whoIsListening }';
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.doctorpy.org/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
  type Query {
    whoAmI: String @access(rule: "PUBLIC")
    roles: [String!]! @access(rule: "PUBLIC")
  }
  type Mutation { count: Int! @access(rule: "PUBLIC") }
  type Subscription { whoIsListening: String @access(rule: "PUBLIC") }
`);

interface Running {
  readonly server: SubgraphServer;
  readonly url: string;
}

let redisServer: TestRedis;
let redis: Redis;
let quest: Running;
let replica: Running;
let auth: Running;
let counted = 0;

async function start(name: 'quest' | 'auth'): Promise<Running> {
  const server = await createSubgraphServer({
    name,
    typeDefs,
    resolvers: {
      Query: {
        whoAmI: (_: unknown, _args: unknown, { caller }: RequestContext) => caller.userId,
        roles: (_: unknown, _args: unknown, { caller }: RequestContext) => caller.roles,
      },
      Mutation: {
        count: () => {
          counted += 1;
          return counted;
        },
      },
      Subscription: {
        whoIsListening: {
          subscribe: async function* (_: unknown, _args: unknown, { caller }: RequestContext) {
            yield { whoIsListening: caller.userId };
          },
        },
      },
    },
    ownerOf: {},
    createContext: (context) => context,
    dependencies: {},
    keys: readServiceKeys({ SECRET_KEY }, [`gateway>${name}`]),
    redis,
    log: silentLogger(),
    listen: { host: '127.0.0.1', port: 0, opsPort: 0 },
  });
  return { server, url: (await server.listen()).url };
}

beforeAll(async () => {
  redisServer = await startTestRedis();
  redis = createRedis({ url: redisServer.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  [quest, replica, auth] = [await start('quest'), await start('quest'), await start('auth')];
});
afterAll(async () => {
  for (const { server } of [quest, replica, auth]) await server.close();
  redis.disconnect();
  await redisServer.stop();
});

const lea: Caller = { ...anonymous, userId: 'lea', roles: ['LEARNER'] };
const admin: Caller = { ...anonymous, userId: 'ada', roles: ['ADMIN'] };
const encoded = (caller: Caller) => Buffer.from(JSON.stringify(caller)).toString('base64url');

/** What the gateway sends, for Léa unless told otherwise. */
function signed(body: string, { caller = lea, now = Date.now(), pair = 'gateway>quest' as ServicePair } = {}) {
  const keys = readServiceKeys({ SECRET_KEY }, [pair]);
  return signRequest(keys, { pair, method: 'POST', path: '/graphql', body }, { caller, requestId: 'r', now });
}
const send = async (to: Running, body: string, headers: Readonly<Record<string, string>>) => {
  const response = await fetch(to.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, json: (await response.json()) as GraphQLAnswer };
};
const refused = { status: 401, json: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } };

it('a request as the gateway signs it is answered, so that those below are refused for what they are', async () => {
  expect(await send(quest, WHO_AM_I, signed(WHO_AM_I))).toEqual({
    status: 200,
    json: { data: { whoAmI: 'lea', roles: ['LEARNER'] } },
  });
});

describe('header spoofing straight at a subgraph', () => {
  it.each<[string, () => Readonly<Record<string, string>>]>([
    ['an access token', () => ({ authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' })],
    ['a caller and no signature', () => ({ 'doctorpy-caller': encoded(admin) })],
    ['a guessed signature', () => ({ ...signed(WHO_AM_I), 'doctorpy-signature': `v2=${'0'.repeat(64)}` })],
    ['an empty signature', () => ({ ...signed(WHO_AM_I), 'doctorpy-signature': 'v2=' })],
    ['a signature of another version', () => without('v2=', 'v1=')],
    ['another caller under a genuine signature', () => ({ ...signed(WHO_AM_I), 'doctorpy-caller': encoded(admin) })],
    [
      'another time under a genuine signature',
      () => ({ ...signed(WHO_AM_I), 'doctorpy-timestamp': `${Date.now() + 1}` }),
    ],
    ['another request id under a genuine signature', () => ({ ...signed(WHO_AM_I), 'x-request-id': 'forged' })],
    ['the signature of another body', () => signed(COUNT)],
  ])('with %s is refused', async (_what, headers) => {
    expect(await send(quest, WHO_AM_I, headers())).toMatchObject(refused);
  });

  const without = (text: string, other: string) => {
    const headers = signed(WHO_AM_I);
    return { ...headers, 'doctorpy-signature': headers['doctorpy-signature'].replace(text, other) };
  };

  it('with a second caller beside the signed one is refused, in whatever order they come', async () => {
    for (const place of ['before', 'after'] as const) {
      const genuine = Object.entries(signed(WHO_AM_I)).flat();
      const spoofed = ['Doctorpy-Caller', encoded(admin)];
      const raw = place === 'before' ? [...spoofed, ...genuine] : [...genuine, ...spoofed];
      expect(await sendRaw(quest.url, WHO_AM_I, raw)).toBe(401);
    }
  });

  it('to another method or path opens nothing', async () => {
    const headers = { 'content-type': 'application/json', ...signed(WHO_AM_I) };
    for (const path of ['/graphql?query=%7BwhoAmI%7D', '/graphql/', '/']) {
      const response = await fetch(new URL(path, quest.url), { method: 'POST', headers, body: WHO_AM_I });
      expect(response.ok).toBe(false);
    }
    expect((await fetch(`${quest.url}?query=%7BwhoAmI%7D`, { headers })).ok).toBe(false);
  });

  it('on a WebSocket is refused: without a signature, with that of an HTTP request, and for another caller', async () => {
    const byHttp = signed('');
    for (const params of [{}, { signed: { 'doctorpy-caller': encoded(admin) } }, { signed: byHttp }]) {
      expect(await listen(params, undefined)).toMatchObject({ code: 4403 });
    }
    const genuine = onSocket('SUBSCRIBE', subscriptionBody({ query: LISTEN }), lea);
    expect(await listen(connecting(), genuine)).toEqual(['lea']);
    const forged = { ...genuine, 'doctorpy-caller': encoded(admin) };
    for (const envelope of [undefined, forged, onSocket('CONNECT', '', admin), signed(WHO_AM_I)]) {
      expect(await listen(connecting(), envelope)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });
});

describe('a signed request replayed', () => {
  it('changes something once, also when it is sent twenty times at once', async () => {
    const before = counted;
    const headers = signed(COUNT);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(quest, COUNT, headers)));
    expect(answers.filter(({ json }) => json.data)).toHaveLength(1);
    expect(answers.filter(({ json }) => json.errors?.[0]?.extensions.code === 'CONFLICT')).toHaveLength(19);
    expect(counted).toBe(before + 1);
  });

  it('to another replica of the same subgraph changes nothing', async () => {
    const headers = signed(COUNT);
    await send(quest, COUNT, headers);
    const before = counted;
    expect(await send(replica, COUNT, headers)).toMatchObject({
      json: { errors: [{ extensions: { code: 'CONFLICT' } }] },
    });
    expect(counted).toBe(before);
  });

  it('under a fresh nonce is refused: the nonce is signed', async () => {
    const headers = signed(COUNT);
    await send(quest, COUNT, headers);
    const before = counted;
    expect(await send(quest, COUNT, { ...headers, 'doctorpy-nonce': 'another' })).toMatchObject(refused);
    expect(counted).toBe(before);
  });

  it.each([
    ['later than clocks may differ', -MAX_CLOCK_SKEW_MS - 1_000],
    ['before its time', MAX_CLOCK_SKEW_MS + 60_000],
  ])('%s is refused, be it a change or a question', async (_when, shift) => {
    const before = counted;
    for (const body of [COUNT, WHO_AM_I]) {
      expect(await send(quest, body, signed(body, { now: Date.now() + shift }))).toMatchObject(refused);
    }
    expect(counted).toBe(before);
  });
});

describe('a signed request sent to another subgraph', () => {
  it('is refused there, and still good where it belongs', async () => {
    const headers = signed(COUNT);
    const before = counted;
    expect(await send(auth, COUNT, headers)).toMatchObject(refused);
    expect(counted).toBe(before);
    expect(await send(quest, COUNT, headers)).toMatchObject({ json: { data: { count: before + 1 } } });
  });

  it('is refused when a subgraph signs it with the only key it has', async () => {
    const ownKey = readServiceKeys({ SECRET_KEY }, ['gateway>quest']).get('gateway>quest') ?? [];
    const stolen = new Map([['gateway>auth' as ServicePair, ownKey]]);
    const parts = { pair: 'gateway>auth' as const, method: 'POST', path: '/graphql', body: WHO_AM_I };
    const headers = signRequest(stolen, parts, { caller: admin, requestId: 'r' });
    expect(await send(auth, WHO_AM_I, headers)).toMatchObject(refused);
    expect(await send(auth, WHO_AM_I, signed(WHO_AM_I, { pair: 'gateway>auth' }))).toMatchObject({ status: 200 });
  });
});

/** Sends headers as they are given, twice the same one included. @returns the HTTP status */
function sendRaw(url: string, body: string, headers: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))];
    const host = ['host', new URL(url).host];
    const request = httpRequest(url, { method: 'POST', headers: [...host, ...length, ...headers] as never });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
    request.end(body);
  });
}

function onSocket(method: 'CONNECT' | 'SUBSCRIBE', body: string, caller: Caller): SignedEnvelope {
  const keys = readServiceKeys({ SECRET_KEY }, ['gateway>quest']);
  return signRequest(keys, { pair: 'gateway>quest', method, path: '/graphql', body }, { caller, requestId: 'r' });
}

function connecting() {
  return { signed: onSocket('CONNECT', '', anonymous) };
}

/** What somebody hears who opens a socket and subscribes with this envelope, or what they are refused with. */
async function listen(connectionParams: Record<string, unknown>, envelope: object | undefined): Promise<unknown> {
  const url = quest.url.replace(/^http/, 'ws');
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  try {
    const heard: unknown[] = [];
    for await (const { data } of client.iterate({ query: LISTEN, extensions: { signed: envelope } })) {
      heard.push(data?.whoIsListening);
    }
    return heard;
  } catch (refusal) {
    return refusal;
  } finally {
    await client.dispose();
  }
}
