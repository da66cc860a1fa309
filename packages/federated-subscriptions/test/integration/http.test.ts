import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { until } from './graph/until.js';

const SSE = 'text/event-stream';
const MULTIPART = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json';
const NAMES = 'subscription { boardChanged { entries { user { name } } } }';
const MINE = 'subscription { boardChanged { entries { user { seenBy } } } }';
const TICKS = 'subscription { tick }';

describe('subscriptions over HTTP', () => {
  let live: LiveServer;
  const start = async (options: Parameters<typeof startLiveServer>[0] = {}) => {
    live = await startLiveServer(options);
  };
  afterEach(() => live.stop());

  const post = (query: string, headers: Record<string, string> = {}, more: object = {}) =>
    fetch(live.url, {
      method: 'POST',
      headers: { accept: SSE, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, ...more }),
    });
  const boards = () => until(() => live.graph.topics.board.size === 1);

  it('serve a graphql-sse client, as the caller its headers name', async () => {
    await start();
    const client = createClient({ url: live.url, headers: { 'x-name': 'ada' } });
    const results = client.iterate({ query: MINE });
    const first = results.next();
    await boards();
    live.graph.topics.board.publish(boardOf('1'));

    expect((await first).value).toEqual({ data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }] } } });
    await results.return?.();
    await until(() => live.gateway.subscriptions.active() === 0);
    client.dispose();
  });

  it('complete a graphql-sse client when the subgraph completes, after every event', async () => {
    await start();
    const client = createClient({ url: live.url });
    const results = client.iterate({ query: TICKS });
    const first = results.next();
    await until(() => live.graph.topics.tick.size === 1);
    for (const tick of [1, 2]) live.graph.topics.tick.publish(tick);
    live.graph.topics.tick.complete();

    expect((await first).value).toEqual({ data: { tick: 1 } });
    expect((await results.next()).value).toEqual({ data: { tick: 2 } });
    expect((await results.next()).done).toBe(true);
  });

  it('let a graphql-sse client connect again by itself after a clean shutdown', async () => {
    await start();
    let connections = 0;
    const client = createClient({
      url: live.url,
      retry: async () => undefined,
      retryAttempts: 1_000,
      on: { connected: () => void connections++ },
    });
    const results = client.iterate({ query: NAMES });
    const first = results.next();
    await boards();
    live.graph.topics.board.publish(boardOf('1'));
    await first;
    void results.next().catch(() => undefined);
    const before = connections;

    await live.streams.close();

    await until(() => live.gateway.subscriptions.active() === 0);
    // It is told 503 from now on, and goes on trying: nobody has told it that the subscription is over.
    expect(before).toBe(1);
    client.dispose();
  });

  it('serve Apollo Client', async () => {
    await start({ streamLimits: { heartbeatMs: 20 } });
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([new HttpLink({ uri: live.url, headers: { 'x-name': 'ada' } })]),
    });
    const seen: unknown[] = [];
    const subscription = client.subscribe({ query: gql(MINE) }).subscribe({ next: (result) => seen.push(result) });
    await boards();
    live.graph.topics.board.publish(boardOf('1'));
    await until(() => seen.length === 1);
    live.graph.topics.board.publish(boardOf('2', '3'));
    await until(() => seen.length === 2);

    expect(seen).toMatchObject([
      { data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }] } } },
      { data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }, { user: { seenBy: 'ada' } }] } } },
    ]);
    subscription.unsubscribe();
    await until(() => live.gateway.subscriptions.active() === 0);
  });

  it('tell Apollo Client what ended a running subscription', async () => {
    await start();
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: live.url }) });
    const seen: { error?: { message: string } }[] = [];
    client.subscribe({ query: gql(TICKS) }).subscribe({ next: (result) => seen.push(result) });
    await until(() => live.graph.topics.tick.size === 1);

    live.streams.closeWhere(
      ({ name }) => name === 'anonymous',
      () => new Error('internal detail'),
    );

    await until(() => seen.length === 1);
    expect(seen[0]?.error).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
  });

  it('write each part of a multipart answer so that it can be read as soon as it was sent', async () => {
    await start({ streamLimits: { heartbeatMs: 10 } });
    const response = await post(TICKS, { accept: MULTIPART });
    await until(() => live.graph.topics.tick.size === 1);
    live.graph.topics.tick.publish(1);
    live.graph.topics.tick.complete();
    const body = await response.text();

    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    const parts = body.split('\r\n--graphql');
    expect([parts.at(0), parts.at(-1)]).toEqual(['', '--\r\n']);
    const contents = parts.slice(1, -1).map((text) => {
      const [head, json] = text.split('\r\n\r\n');
      expect(head).toBe('\r\ncontent-type: application/json');
      return JSON.parse(json ?? '');
    });
    expect(contents.filter((content) => 'payload' in content)).toEqual([{ payload: { data: { tick: 1 } } }]);
  });

  it('give equal subscribers of all transports one stream of states', async () => {
    await start();
    const answers = await Promise.all([
      post(NAMES, { 'x-name': 'ada' }),
      post(NAMES, { 'x-name': 'bob', accept: MULTIPART }),
      fetch(`${live.url}?query=${encodeURIComponent(NAMES)}`, {
        headers: { accept: SSE, 'apollo-require-preflight': 'true' },
      }),
    ]);
    await until(() => live.gateway.subscriptions.active() === 3 && live.graph.topics.board.size === 1);
    live.graph.topics.board.publish(boardOf('1'));
    live.graph.topics.board.complete();

    for (const answer of answers) expect(await answer.text()).toContain('"name":"User 1"');
    expect(live.graph.users.requests).toHaveLength(1);
  });

  it('run a query that asks for a stream, but no mutation over GET', async () => {
    await start();
    expect(await (await post('{ board { title } }')).text()).toContain(
      'event: next\ndata: {"data":{"board":{"title":"now"}}}\n\nevent: complete\ndata: \n\n',
    );
    const query = encodeURIComponent('mutation { anything }');
    const answer = await fetch(`${live.url}?query=${query}`, {
      headers: { accept: SSE, 'apollo-require-preflight': '1' },
    });
    expect(answer.status).toBe(405);
  });

  it.each([
    ['no preflight', 400, () => fetch(`${live.url}?query=${encodeURIComponent(TICKS)}`, { headers: { accept: SSE } })],
    ['a form', 400, () => post(TICKS, { 'content-type': 'text/plain' })],
    [
      'bad JSON',
      400,
      () =>
        fetch(live.url, { method: 'POST', headers: { accept: SSE, 'content-type': 'application/json' }, body: '{' }),
    ],
    ['a syntax error', 400, () => post('subscription {')],
    ['no operation', 400, () => post('fragment F on Query { board { title } }')],
    ['too large a body', 413, () => post(TICKS, {}, { variables: { pad: 'x'.repeat(3_000) } })],
    ['too many tokens', 400, () => post(`subscription { ${'tick '.repeat(200)} }`)],
    ['bad credentials', 401, () => post(TICKS, { 'x-name': 'mallory' })],
    [
      'another method',
      405,
      () =>
        fetch(live.url, { method: 'PUT', headers: { accept: SSE, 'content-type': 'application/json' }, body: '{}' }),
    ],
    ['no stream wanted', 406, () => post(TICKS, { accept: 'application/json' })],
  ])('refuse %s with HTTP %i', async (_what, status, ask) => {
    await start({ streamLimits: { maxBodyBytes: 2_000, maxTokens: 100 } });
    const answer = await ask();
    const { errors } = (await answer.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect(answer.status).toBe(status);
    expect(errors).toEqual([{ message: expect.any(String), extensions: { code: expect.any(String) } }]);
    expect(live.gateway.subscriptions.active()).toBe(0);
  });

  it.each([SSE, MULTIPART])('answer what is not valid with its errors, and end: %s', async (accept) => {
    await start();
    const text = await (await post('subscription { nothing }', { accept })).text();
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text.endsWith(accept === SSE ? 'event: complete\ndata: \n\n' : '--graphql--\r\n')).toBe(true);
  });

  it.each([SSE, MULTIPART])('end with TOKEN_EXPIRED when the token has: %s', async (accept) => {
    await start({ expiresInMs: 100 });
    const text = await (await post(TICKS, { accept })).text();
    expect(text).toContain('"code":"TOKEN_EXPIRED"');
    expect(live.gateway.subscriptions.active()).toBe(0);
  });

  it('are so many at most, and show that they are alive', async () => {
    await start({ streamLimits: { maxStreams: 1, heartbeatMs: 5 } });
    const first = await post(TICKS);
    expect((await post(TICKS)).status).toBe(503);
    const reader = first.body?.getReader();
    let text = '';
    while (text.length < ':\n\n'.length * 4) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toMatch(/^(:\n\n)+$/);
    await reader?.cancel();
    await until(() => live.streams.streams() === 0 && live.gateway.subscriptions.active() === 0);
  });

  it('word this package’s own errors as they are told to', async () => {
    await start({ limits: { perCaller: 0 }, messages: (code, caller) => `${code} pour ${caller?.name}` });
    const text = await (await post(TICKS, { 'x-name': 'ada' })).text();
    expect(text).toContain('"message":"RATE_LIMITED pour ada"');
  });
});
