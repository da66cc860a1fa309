import { anonymous } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { badUserInput, DomainError } from '@doctorpy/service-kit/errors';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { type SubgraphClient, startTestRedis, subgraphClient, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { Redis } from 'ioredis';

const SECRET_KEY = 'c'.repeat(64);
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.doctorpy.org/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
  type Query {
    whoAmI: String @access(rule: "VIEWER")
    wrong: String @access(rule: "PUBLIC")
    broken: String @access(rule: "PUBLIC")
  }
  type Mutation { count: Int! @access(rule: "PUBLIC") }
  type Subscription { countdown: Int! @access(rule: "SIGNED_IN") }
`);

let redisServer: TestRedis;
let redis: Redis;
let server: SubgraphServer;
let client: SubgraphClient;
let address: { url: string; port: number; opsPort: number };
let counted = 0;

const resolvers = {
  Query: {
    whoAmI: (_: unknown, _args: unknown, { caller }: RequestContext) => caller.userId,
    wrong: () => {
      throw badUserInput([
        { path: ['input', 'age'], code: 'TOO_SMALL', text: { fr: 'Trop petit.', en: 'Too small.' } },
      ]);
    },
    broken: () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:27017');
    },
  },
  Mutation: {
    count: () => {
      counted += 1;
      return counted;
    },
  },
  Subscription: {
    countdown: {
      subscribe: async function* () {
        for (const countdown of [2, 1]) yield { countdown };
        throw new DomainError('SERVICE_UNAVAILABLE', { fr: 'Plus rien.', en: 'Nothing left.' });
      },
    },
  },
};

beforeAll(async () => {
  redisServer = await startTestRedis();
  redis = createRedis({ url: redisServer.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  server = await createSubgraphServer({
    name: 'quest',
    typeDefs,
    resolvers,
    ownerOf: {},
    createContext: (request) => request,
    dependencies: { redis: { check: () => redis.ping(), required: true } },
    keys: readServiceKeys({ SECRET_KEY }, ['gateway>quest']),
    redis,
    log: silentLogger(),
    listen: { host: '127.0.0.1', port: 0, opsPort: 0 },
  });
  address = await server.listen();
  client = subgraphClient({ url: address.url, name: 'quest', secretKey: SECRET_KEY });
});
afterAll(async () => {
  await client.close();
  await server.close();
  redis.disconnect();
  await redisServer.stop();
});

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(address.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

describe('a subgraph', () => {
  it('knows the caller the gateway names', async () => {
    expect(await client.execute('{ whoAmI }', {}, { userId: 'lea' })).toEqual({ data: { whoAmI: 'lea' } });
  });

  it('refuses what is unsigned, before it looks at it', async () => {
    for (const body of ['{"query":"{ whoAmI }"}', 'garbage', '']) {
      const response = await post(body);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('accepts a signed mutation once', async () => {
    const body = JSON.stringify({ query: 'mutation { count }' });
    const keys = readServiceKeys({ SECRET_KEY }, ['gateway>quest']);
    const signed = signRequest(
      keys,
      { pair: 'gateway>quest', method: 'POST', path: '/graphql', body },
      { caller: anonymous, requestId: 'r' },
    );
    const before = counted;
    expect(await (await post(body, signed)).json()).toEqual({ data: { count: before + 1 } });
    expect(await (await post(body, signed)).json()).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
    expect(counted).toBe(before + 1);
  });

  it('refuses mutations, and still reads, while it cannot tell a replay', async () => {
    await redisServer.kill();
    const before = counted;
    const { errors } = await client.execute('mutation { count }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 2 });
    expect(counted).toBe(before);
    expect(await client.execute('{ whoAmI }')).toEqual({ data: { whoAmI: null } });
    const readyz = `http://127.0.0.1:${address.port}/readyz`;
    expect((await fetch(readyz)).status).toBe(503);
    await redisServer.restart();
    await redisReady(redis);
    // A report is shared for a moment, so the last one may still be told.
    await waitFor(async () => (await fetch(readyz)).status === 200, { what: 'readiness after Redis came back' });
  });

  it('words expected failures in the caller’s language, with every wrong field', async () => {
    const french = await client.execute('{ wrong }');
    expect(french.errors?.[0]).toMatchObject({
      path: ['wrong'],
      extensions: {
        code: 'BAD_USER_INPUT',
        fields: [{ path: ['input', 'age'], code: 'TOO_SMALL', message: 'Trop petit.' }],
      },
    });
    const english = await client.execute('{ wrong }', {}, { language: 'en' });
    expect(english.errors?.[0]?.message).toContain('Too small.');
  });

  it('says nothing about unexpected failures but where to look', async () => {
    const { errors } = await client.execute('{ broken }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL', requestId: expect.any(String) } });
    expect(JSON.stringify(errors)).not.toContain('ECONNREFUSED');
  });

  it('serves signed subscriptions, and ends them with a coded error', async () => {
    const seen: number[] = [];
    const stream = client.subscribe('subscription { countdown }', {}, { userId: 'lea', language: 'en' });
    await expect(
      (async () => {
        for await (const { data, errors } of stream) {
          if (errors) throw new Error(errors[0]?.extensions.code);
          seen.push(data.countdown);
        }
      })(),
    ).rejects.toMatchObject([{ message: 'Nothing left.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    expect(seen).toEqual([2, 1]);
  });

  it('refuses a subscription the caller may not have', async () => {
    const { value } = await client.subscribe('subscription { countdown }').next();
    expect(value.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('tells operators how it is, on the operations port only', async () => {
    const health = await (await fetch(`http://127.0.0.1:${address.opsPort}/health`)).json();
    expect(health).toMatchObject({
      status: 'ok',
      dependencies: { redis: { ok: true, latencyMs: expect.any(Number) } },
    });
    const metrics = await (await fetch(`http://127.0.0.1:${address.opsPort}/metrics`)).text();
    expect(metrics).toMatch(/graphql_operation_duration_seconds_count\{.*operation="query".*\} \d+/);
    expect((await fetch(`http://127.0.0.1:${address.port}/metrics`)).status).toBe(404);
  });
});
