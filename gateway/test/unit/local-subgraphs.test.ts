import type { UpstreamSink } from '@doctorpy/federated-subscriptions';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { DomainError } from '@doctorpy/service-kit/errors';
import { silentLogger } from '@doctorpy/service-kit/logging';
import type { SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { callExtensions, createLocalUpstream } from '../../src/websocket/local-upstream.js';
import { type FaultySubgraph, startFaultySubgraph } from '../faulty-subgraph.js';
import { startLocalSubgraph } from '../local-subgraph.js';

const typeDefs = `
  type Query {
    whoAmI: String @access(rule: "VIEWER")
    secret: String @access(rule: "ADMIN")
    slow: String @access(rule: "PUBLIC")
  }
  type Mutation { slowly: String @access(rule: "PUBLIC") }
  type Subscription {
    countdown(from: Int!): Int! @access(rule: "SIGNED_IN")
    breaks: Int! @access(rule: "PUBLIC")
    forever: Int! @access(rule: "PUBLIC")
  }
`;

const underWay: string[] = [];
const waiting: ((value: string) => void)[] = [];
const untilFinished = (what: string) => () =>
  new Promise<string>((resolve) => {
    underWay.push(what);
    waiting.push(resolve);
  });
const finish = () => {
  for (const resolve of waiting.splice(0)) resolve('done');
};
let left = 0;
const resolvers = {
  Query: {
    whoAmI: (_: unknown, _args: unknown, { caller, requestId, traceparent }: RequestContext) =>
      JSON.stringify([caller, requestId, traceparent]),
    secret: () => 'secret',
    slow: untilFinished('slow'),
  },
  Mutation: { slowly: untilFinished('slowly') },
  Subscription: {
    countdown: {
      subscribe: async function* (_: unknown, { from }: { from: number }) {
        for (let countdown = from; countdown > 0; countdown -= 1) yield { countdown };
      },
    },
    breaks: {
      subscribe: async function* () {
        yield { breaks: 1 };
        throw new DomainError('RESYNC_REQUIRED', { fr: 'Relisez.', en: 'Read again.' });
      },
    },
    forever: {
      subscribe: () => ({
        [Symbol.asyncIterator]() {
          return this;
        },
        next: () => new Promise(() => undefined),
        return: async () => {
          left += 1;
          return { done: true, value: undefined };
        },
      }),
    },
  },
};

const lea: Caller = { ...anonymous, userId: 'lea', sessionId: 's-1', roles: ['LEARNER'], language: 'en', ip: '::1' };
let server: SubgraphServer;
let gateway: FaultySubgraph | null = null;

beforeAll(async () => {
  server = await startLocalSubgraph(typeDefs, resolvers);
});
afterAll(() => server.close());
afterEach(async () => {
  finish();
  underWay.length = 0;
  await gateway?.stop();
  gateway = null;
});

/** The gateway's way to the subgraph in this process. A network that breaks is there too: nothing may be sent over it. */
async function start(
  options: { queryTimeoutMs?: number; maxResponseBytes?: number; local?: SubgraphServer['local'] } = {},
) {
  gateway = await startFaultySubgraph({ local: server.local, ...options });
  return gateway;
}

describe('an operation for a subgraph of this process', () => {
  it('carries the caller, request id and trace as they are, and sends nothing', async () => {
    const { ask, received } = await start();
    const { data } = await ask('{ whoAmI }', { caller: lea, requestId: 'r-7', traceparent: 't-7' });
    expect(JSON.parse(String(data?.whoAmI))).toEqual([lea, 'r-7', 't-7']);
    expect(received).toEqual([]);
  });

  it('is refused by the subgraph what its caller may not have', async () => {
    const { ask } = await start();
    const { errors } = await ask('{ secret }', { caller: lea });
    expect(errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
      [expect.stringContaining('not allowed'), 'FORBIDDEN'],
    ]);
  });

  it('may have no longer an answer than any other', async () => {
    const bounded = await start({ maxResponseBytes: 1_000 });
    const asking = (userAgent: string) => bounded.ask('{ whoAmI }', { caller: { ...lea, userAgent } });
    expect((await asking('é'.repeat(100))).errors).toBeUndefined();
    expect((await asking('é'.repeat(500))).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(await bounded.metric('gateway_subgraph_request_duration_seconds', { outcome: 'malformed' })).toBe(1);
  });

  it('has a deadline like any other', async () => {
    const { ask, metric } = await start({ queryTimeoutMs: 50 });
    const { errors } = await ask('{ slow }');
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['TIMEOUT']);
    expect(await metric('gateway_subgraph_request_duration_seconds', { outcome: 'timeout' })).toBe(1);
  });

  it('is not waited for once the client has left, unless it is a mutation', async () => {
    const { ask, metric } = await start();
    const client = new AbortController();
    const query = ask('{ slow }', { clientLeft: client.signal });
    const mutation = ask('mutation { slowly }', { clientLeft: client.signal });
    await waitFor(() => underWay.length === 2, { what: 'both to be under way' });
    client.abort();
    expect((await query).errors).toHaveLength(1);
    expect(await metric('gateway_subgraph_request_duration_seconds', { outcome: 'client_left' })).toBe(1);
    finish();
    expect(await mutation).toMatchObject({ data: { slowly: 'done' } });
  });

  it('is an error on its fields, and not of the whole request, once the subgraph has stopped', async () => {
    const stopped = await startLocalSubgraph(typeDefs, resolvers);
    await stopped.close();
    const { ask } = await start({ local: stopped.local });
    const { errors } = await ask('mutation { slowly }');
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['slowly'], 'SUBGRAPH_UNAVAILABLE'],
    ]);
  });
});

describe('a subscription at a subgraph of this process', () => {
  /** Subscribes, and writes down what the gateway is told. */
  function subscribe(query: string, caller: Caller, variables?: Record<string, unknown>) {
    const told: unknown[][] = [];
    const tell =
      (what: string) =>
      (...args: unknown[]) =>
        void told.push([what, ...args]);
    const sink: UpstreamSink = {
      next: tell('next'),
      rejected: tell('rejected'),
      failed: tell('failed'),
      completed: tell('completed'),
      interrupted: tell('interrupted'),
    };
    const context = { caller, requestId: 'r-1', traceparent: null, log: silentLogger() };
    const upstream = createLocalUpstream(server.local, silentLogger());
    const leave = upstream.subscribe(async () => ({ query, variables, extensions: callExtensions(context) }), sink);
    return { told, leave, upstream };
  }

  it('tells each event with its length on a wire, and that there are no more', async () => {
    const { told } = subscribe('subscription ($n: Int!) { countdown(from: $n) }', lea, { n: 2 });
    await waitFor(() => told.length === 3, { what: 'the end' });
    const length = '{"data":{"countdown":2}}'.length;
    expect(told).toEqual([
      ['next', { data: { countdown: 2 } }, length],
      ['next', { data: { countdown: 1 } }, length],
      ['completed'],
    ]);
  });

  it('is refused to a caller who may not have it, in their language', async () => {
    const { told } = subscribe('subscription { countdown(from: 1) }', { ...anonymous, language: 'en' });
    await waitFor(() => told.length > 0, { what: 'the refusal' });
    expect(told).toEqual([
      [
        'rejected',
        [
          expect.objectContaining({
            message: expect.stringContaining('Sign in'),
            extensions: { code: 'UNAUTHENTICATED', requestId: 'r-1' },
          }),
        ],
      ],
    ]);
  });

  it('ends with the error by which its stream broke', async () => {
    const { told } = subscribe('subscription { breaks }', lea);
    await waitFor(() => told.length === 2, { what: 'the end' });
    expect(told[1]).toEqual([
      'rejected',
      [expect.objectContaining({ message: 'Read again.', extensions: { code: 'RESYNC_REQUIRED', requestId: 'r-1' } })],
    ]);
  });

  it.each(['the client', 'the gateway'])('is left when %s does, and tells nothing more', async (who) => {
    const before = left;
    const { told, leave, upstream } = subscribe('subscription { forever }', anonymous);
    // Not at once: it is also left while it is being opened.
    if (who === 'the client') leave();
    else upstream.close();
    await waitFor(() => left > before, { what: 'the subgraph to be told' });
    expect(told).toEqual([]);
  });

  it('is for nobody who was not verified: what a client put there is no caller', async () => {
    const told: unknown[] = [];
    const upstream = createLocalUpstream(server.local, silentLogger());
    const sink: UpstreamSink = {
      next: () => told.push('next'),
      rejected: () => told.push('rejected'),
      failed: () => told.push('failed'),
      completed: () => told.push('completed'),
      interrupted: () => told.push('interrupted'),
    };
    const forged = { call: { caller: { userId: 'ada', roles: ['ROOT'] }, requestId: 'r', traceparent: null } };
    upstream.subscribe(async () => ({ query: 'subscription { forever }', extensions: forged }), sink);
    await waitFor(() => told.length > 0, { what: 'the refusal' });
    expect(told).toEqual(['failed']);
  });
});
