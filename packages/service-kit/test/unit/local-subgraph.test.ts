import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { badUserInput, DomainError } from '@doctorpy/service-kit/errors';
import { createLogger, silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis } from '@doctorpy/service-kit/redis';
import { createSubgraphServer, LocalStreamError, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { freePort, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { Redis } from 'ioredis';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.doctorpy.org/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
  scalar Anything
  type Query {
    whoAmI: String @access(rule: "VIEWER")
    secret: String @access(rule: "ADMIN")
    wrong: String @access(rule: "PUBLIC")
    broken: String @access(rule: "PUBLIC")
    shared: Anything @access(rule: "PUBLIC")
    spoil(given: Anything): Boolean @access(rule: "PUBLIC")
    slow: String @access(rule: "PUBLIC")
  }
  type Mutation { count: Int! @access(rule: "PUBLIC") }
  type Subscription {
    countdown: Int! @access(rule: "SIGNED_IN")
    forever: Int! @access(rule: "PUBLIC")
  }
`);

/** What the subgraph keeps in memory, and hands out. */
const kept = { since: new Date(0), list: [1, 2] };
let finish: ((value: string) => void) | null = null;
let unsubscribed = 0;
let counted = 0;

const resolvers = {
  Query: {
    whoAmI: (_: unknown, _args: unknown, { caller, requestId, traceparent, log }: RequestContext) => {
      log.info({}, 'asked');
      return JSON.stringify([caller.userId, caller.language, requestId, traceparent]);
    },
    secret: () => 'secret',
    wrong: () => {
      throw badUserInput([
        { path: ['input', 'age'], code: 'TOO_SMALL', text: { fr: 'Trop petit.', en: 'Too small.' } },
      ]);
    },
    broken: () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:27017');
    },
    shared: () => kept,
    spoil: (_: unknown, { given }: { given: { value: string } }) => {
      given.value = 'spoilt';
      return true;
    },
    slow: () =>
      new Promise<string>((resolve) => {
        finish = resolve;
      }),
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
    forever: {
      subscribe: () => ({
        [Symbol.asyncIterator]() {
          return this;
        },
        next: () => new Promise(() => undefined),
        return: async () => {
          unsubscribed += 1;
          return { done: true, value: undefined };
        },
      }),
    },
  },
};

let redis: Redis;
let server: SubgraphServer;
const logged: string[] = [];

beforeAll(async () => {
  // Nothing listens there: function calls need no Redis to tell replays by.
  redis = createRedis({ url: `redis://127.0.0.1:${await freePort()}`, name: 'test', log: silentLogger() });
  server = await createSubgraphServer({
    name: 'quest',
    typeDefs,
    resolvers,
    ownerOf: {},
    createContext: (request) => request,
    dependencies: { redis: { check: () => redis.ping(), required: false } },
    keys: readServiceKeys({ SECRET_KEY: 'c'.repeat(64) }, ['gateway>quest']),
    redis,
    log: createLogger({ service: 'quest', level: 'info', destination: { write: (line) => void logged.push(line) } }),
    listen: { host: '127.0.0.1', port: 0, opsPort: 0 },
  });
});
afterAll(() => redis.disconnect());

const from = (caller: Partial<Caller> = {}) => ({
  caller: { ...anonymous, ...caller },
  requestId: 'request-1',
  traceparent: 'trace-1',
});
const ask = async (query: string, caller: Partial<Caller> = {}, variables?: Record<string, unknown>) =>
  (await server.local.execute({ query, variables, ...from(caller) })).result;

describe('a subgraph that is called as a function', () => {
  it('is ready once it listens, without an operations port where it is told so', async () => {
    expect(await server.local.isReady()).toBe(false);
    expect(await server.listen({ operationsPort: false })).toMatchObject({ opsPort: 0 });
    expect(await server.local.isReady()).toBe(true);
    expect(await server.local.health()).toMatchObject({ status: 'degraded', dependencies: { redis: { ok: false } } });
  });

  it('knows caller, language, request id and trace, and logs by them', async () => {
    const { data } = await ask('{ whoAmI }', { userId: 'lea', language: 'en' });
    expect(JSON.parse(String(data?.whoAmI))).toEqual(['lea', 'en', 'request-1', 'trace-1']);
    expect(logged.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'asked', service: 'quest', requestId: 'request-1' }),
    );
  });

  it('believes no caller that a signature could not have carried', async () => {
    const forged = { userId: 'lea', roles: ['ROOT'] } as unknown as Partial<Caller>;
    await expect(ask('{ whoAmI }', forged)).rejects.toThrow();
    await expect(server.local.subscribe({ query: 'subscription { forever }', ...from(forged) })).rejects.toThrow();
  });

  it('checks access as it does over the network', async () => {
    expect((await ask('{ secret }')).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect((await ask('{ secret }', { userId: 'lea', roles: ['LEARNER'] })).errors?.[0]?.extensions?.code).toBe(
      'FORBIDDEN',
    );
    expect((await ask('{ secret }', { userId: 'ada', roles: ['ADMIN'] })).data).toEqual({ secret: 'secret' });
  });

  it('words errors for the caller, and says nothing about unexpected ones', async () => {
    expect((await ask('{ wrong }')).errors?.[0]).toMatchObject({
      path: ['wrong'],
      extensions: {
        code: 'BAD_USER_INPUT',
        requestId: 'request-1',
        fields: [{ path: ['input', 'age'], code: 'TOO_SMALL', message: 'Trop petit.' }],
      },
    });
    const { errors } = await ask('{ broken }', { language: 'en' });
    expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL', requestId: 'request-1' });
    expect(JSON.stringify(errors)).not.toContain('ECONNREFUSED');
    expect((await ask('{ nothing }')).errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('hands out and takes in copies: neither side can change what the other keeps', async () => {
    const { data } = await ask('{ shared }');
    expect(data).toEqual({ shared: { since: '1970-01-01T00:00:00.000Z', list: [1, 2] } });
    (data?.shared as { list: number[] } | undefined)?.list.push(3);
    expect(kept.list).toEqual([1, 2]);
    const given = { value: 'as it was' };
    await ask('query ($given: Anything) { spoil(given: $given) }', {}, { given });
    expect(given.value).toBe('as it was');
  });

  it('carries mutations out although there is no Redis to tell replays by: a call comes once', async () => {
    expect(await ask('mutation { count }')).toEqual({ data: { count: 1 } });
    expect(counted).toBe(1);
  });

  it('measures what it answers', async () => {
    const page = await server.metrics.registry.metrics();
    expect(page).toMatch(/graphql_operation_duration_seconds_count\{.*operation="mutation",outcome="ok".*\} 1\n/);
    expect(page).toMatch(/graphql_errors_total\{.*code="FORBIDDEN".*\} 1\n/);
  });
});

describe('a subscription that is called as a function', () => {
  const subscribe = (query: string, caller: Partial<Caller> = {}) => server.local.subscribe({ query, ...from(caller) });

  it('gives events in order, and breaks with a coded error in the caller’s language', async () => {
    const opened = await subscribe('subscription { countdown }', { userId: 'lea', language: 'en' });
    if (opened.kind !== 'stream') throw new Error('It was refused.');
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { event, bytes } of opened.events) seen.push([event, bytes]);
    })();
    await expect(reading).rejects.toThrow(LocalStreamError);
    await expect(reading).rejects.toMatchObject({
      errors: [{ message: 'Nothing left.', extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'request-1' } }],
    });
    expect(seen).toEqual([2, 1].map((countdown) => [{ data: { countdown } }, '{"data":{"countdown":2}}'.length]));
  });

  it.each([
    ['a caller who may not have it', 'subscription { countdown }', 'UNAUTHENTICATED'],
    ['what is no subscription', '{ whoAmI }', 'OPERATION_NOT_ALLOWED'],
    // A gateway sends nothing of this kind: it is our own mistake, as on a socket.
    ['what does not fit the schema', 'subscription { nothing }', 'INTERNAL'],
    ['what is no GraphQL', 'subscription {', 'INTERNAL'],
  ])('is refused for %s', async (_what, query, code) => {
    expect(await subscribe(query)).toMatchObject({
      kind: 'refused',
      errors: [{ extensions: { code, requestId: 'request-1' } }],
    });
  });

  it('is left at once, also while it waits for an event', async () => {
    const opened = await subscribe('subscription { forever }');
    if (opened.kind !== 'stream') throw new Error('It was refused.');
    void opened.events.next();
    await opened.events.return?.();
    expect(unsubscribed).toBe(1);
  });
});

describe('a subgraph that stops', () => {
  it('ends subscriptions, finishes what is under way, and answers nothing more', async () => {
    await server.local.subscribe({ query: 'subscription { forever }', ...from() });
    const slow = ask('{ slow }');
    let isClosed = false;
    const closing = server.close().then(() => {
      isClosed = true;
    });
    await waitFor(() => unsubscribed === 2 && finish, { what: 'the subscription to end' });
    expect(isClosed).toBe(false);
    expect(await server.local.isReady()).toBe(false);
    finish?.('done');
    expect(await slow).toEqual({ data: { slow: 'done' } });
    await closing;
    await expect(ask('{ whoAmI }')).rejects.toThrow('stopped');
  });
});
