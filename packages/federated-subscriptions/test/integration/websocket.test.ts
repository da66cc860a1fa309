import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachWebSocketServer, type WebSocketServerHandle } from '@doctorpy/federated-subscriptions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import { type Caller, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { connectRaw } from './graph/raw-client.js';
import { createGate, until } from './graph/until.js';

describe('the WebSocket server', () => {
  let graph: Graph;
  let gateway: TestGateway;
  let http: Server;
  let sockets: WebSocketServerHandle<Caller>;
  let origin: string;
  let authenticating: Promise<void>;
  let starting: Promise<void>;
  let renewing: Promise<void>;
  let admitted: string[];
  let expiresAt: number | null;
  let ran: string[];

  beforeEach(async () => {
    authenticating = Promise.resolve();
    starting = Promise.resolve();
    renewing = Promise.resolve();
    admitted = [];
    expiresAt = null;
    ran = [];
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], {
      upstreamIdleMs: 1,
      beforeSubscribe: async (_document, _name, _variables, { name }) => {
        admitted.push(name);
        if (name === 'banned') throw new GraphQLError('No', { extensions: { code: 'FORBIDDEN' } });
        await starting;
      },
    });
    http = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    sockets = serve();
  });

  afterEach(async () => {
    await sockets.close(1001, 100);
    await gateway.stop();
    await graph.stop();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  function serve(pingIntervalMs = 60_000): WebSocketServerHandle<Caller> {
    return attachWebSocketServer<Caller>({
      httpServer: http,
      path: '/graphql',
      subscriptions: gateway.subscriptions,
      isOriginAllowed: (from) => from === undefined || from === 'https://learn.example',
      limits: {
        maxPayloadBytes: 2_000,
        maxSubscriptionsPerSocket: 2,
        initTimeoutMs: 300,
        maxSockets: 3,
        maxTokens: 100,
        pingIntervalMs,
      },
      logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
      async authenticate({ name }) {
        await authenticating;
        if (name === 'mallory') return { closeCode: 4401, reason: 'Unauthenticated' };
        if (name === 'bug') throw new Error('secret of the authenticator');
        return { context: { name: String(name ?? 'anonymous') }, expiresAt };
      },
      async renew({ name, expiresAt: until, ...rest }, context) {
        await renewing;
        if (name === undefined) return null;
        if (name === 'bug') throw new Error('secret of the authenticator');
        if (name === 'revoked') return { closeCode: 4403, reason: 'Session revoked' };
        if (name === 'mallory') return { pongPayload: { refused: true, still: context.name } };
        return {
          context: { name: String(name) },
          expiresAt: Number(until ?? 0) || null,
          ackPayload: { name, ...rest },
        };
      },
      async executeOperation({ query, variables, operationName }, contextValue) {
        ran.push(query);
        const { body } = await gateway.server.executeOperation(
          { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) },
          { contextValue },
        );
        return body.kind === 'single' ? body.singleResult : body.initialResult;
      },
    });
  }

  const connect = (options = {}) => connectRaw(`${origin}/graphql`, options);
  const subscribe = (id: string, query = 'subscription { tick }') => ({ id, type: 'subscribe', payload: { query } });

  it('serves a stock graphql-ws client, each under its own name', async () => {
    const client = createClient({
      url: `${origin}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { name: 'ada' },
    });
    const results = client.iterate({ query: 'subscription { boardChanged { entries { user { seenBy } } } }' });
    const first = results.next();
    await until(() => graph.topics.board.size === 1);

    graph.topics.board.publish(boardOf('1'));

    expect((await first).value).toEqual({ data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }] } } });
    await results.return?.();
    await until(() => graph.topics.board.size === 0);
    await client.dispose();
  });

  it('runs queries and mutations through the gateway as the same caller', async () => {
    const client = await connect();
    await client.init({ name: 'ada' });

    client.send(subscribe('q', '{ me { name seenBy } }'));

    expect(await client.expect({ type: 'next', id: 'q' })).toMatchObject({
      payload: { data: { me: { name: 'User 1', seenBy: 'ada' } } },
    });
    await client.expect({ type: 'complete', id: 'q' });
  });

  it.each([
    ['an invalid subscription', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['too long a document', `subscription { ${'tick '.repeat(200)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['no operation', 'fragment F on Query { board { title } }', 'OPERATION_RESOLUTION_FAILURE'],
    ['what the subgraph refuses', 'subscription { refused }', 'FORBIDDEN'],
  ])('answers %s by an error frame and keeps the socket', async (_case, query, code) => {
    const client = await connect();
    await client.init();
    client.send(subscribe('1', query));

    expect(await client.expect({ type: 'error', id: '1' })).toMatchObject({ payload: [{ extensions: { code } }] });
    client.send(subscribe('1'));
    await until(() => graph.topics.tick.size === 1);
  });

  it('ends the subscriptions of a client that vanishes', async () => {
    const client = await connect();
    await client.init();
    client.send(subscribe('1'));
    await until(() => graph.topics.tick.size === 1);

    client.socket.terminate();

    await until(() => graph.topics.tick.size === 0);
    await until(() => gateway.subscriptions.active() === 0);
  });

  it('closes with 4403 when the token expires', async () => {
    expiresAt = Date.now() + 200;
    const client = await connect();
    await client.init();
    client.send(subscribe('1'));

    expect(await client.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED: the token has expired' });
    await until(() => graph.topics.tick.size === 0);
  });

  describe('new credentials in a ping', () => {
    const BOARD = 'subscription { boardChanged { entries { user { seenBy } } } }';
    const ping = (payload: object) => ({ type: 'ping', payload });

    it('go to running subscriptions, queries and the socket’s expiry', async () => {
      expiresAt = Date.now() + 300;
      const client = await connect();
      await client.init({ name: 'ada' });
      client.send(subscribe('1', BOARD));
      await until(() => graph.topics.board.size === 1);
      client.send(ping({ name: 'bob' }));
      expect(await client.expect({ type: 'pong' })).toEqual({ type: 'pong', payload: { name: 'bob' } });
      const firstEnd = expiresAt;
      await until(() => Date.now() > firstEnd + 50);

      graph.topics.board.publish(boardOf('1'));
      expect(await client.expect({ type: 'next', id: '1' })).toMatchObject({
        payload: { data: { boardChanged: { entries: [{ user: { seenBy: 'bob' } }] } } },
      });
      client.send(subscribe('2', '{ me { seenBy } }'));
      expect(await client.expect({ type: 'next', id: '2' })).toMatchObject({
        payload: { data: { me: { seenBy: 'bob' } } },
      });
      expect(graph.topics.board.started).toBe(1);

      client.send(ping({ name: 'bob', expiresAt: Date.now() + 100 }));
      expect(await client.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED: the token has expired' });
    });

    it('end the subscriptions they do not allow, before another event', async () => {
      const client = await connect();
      await client.init({ name: 'ada' });
      client.send(subscribe('1', BOARD));
      await until(() => graph.topics.board.size === 1);
      client.send(ping({ name: 'banned' }));
      await client.expect({ type: 'pong' });
      graph.topics.board.publish(boardOf('1'));
      expect(await client.expect({ type: 'error', id: '1' })).toMatchObject({
        payload: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      expect(client.received.some(({ type }) => type === 'next')).toBe(false);
      expect(admitted).toEqual(['ada', 'banned']);
      await until(() => graph.topics.board.size === 0);
    });

    it('that are refused change nothing', async () => {
      const client = await connect();
      await client.init({ name: 'ada' });
      client.send(ping({ name: 'mallory' }));
      expect(await client.expect({ type: 'pong' })).toMatchObject({ payload: { refused: true, still: 'ada' } });
      client.send(subscribe('1', '{ me { seenBy } }'));
      expect(await client.expect({ type: 'next' })).toMatchObject({ payload: { data: { me: { seenBy: 'ada' } } } });
    });

    it.each([
      ['are refused for good', 'revoked', 4403],
      ['cannot be looked at', 'bug', 4500],
    ])('close the socket when they %s', async (_case, name, code) => {
      const client = await connect();
      await client.init({ name: 'ada' });
      client.send(ping({ name }));
      const end = await client.closed;
      expect(end.code).toBe(code);
      expect(end.reason).not.toContain('secret');
    });

    it('are none before the socket is authenticated, and pings without any are just answered', async () => {
      const client = await connect();
      client.send(ping({ name: 'bob' }));
      expect(await client.expect({ type: 'pong' })).toEqual({ type: 'pong', payload: { name: 'bob' } });
      await client.init({ name: 'ada' });
      client.send({ type: 'ping' });
      expect(await client.expect({ type: 'pong' })).toEqual({ type: 'pong' });
      client.send(ping({ hello: 1 }));
      expect(await client.expect({ type: 'pong' })).toEqual({ type: 'pong', payload: { hello: 1 } });
      client.send(subscribe('1', '{ me { seenBy } }'));
      expect(await client.expect({ type: 'next' })).toMatchObject({ payload: { data: { me: { seenBy: 'ada' } } } });
    });

    it('are looked at one after another, and a flood of them closes the socket', async () => {
      const gate = createGate();
      renewing = gate.opened;
      const [orderly, flooding] = [await connect(), await connect()];
      for (const client of [orderly, flooding]) await client.init({ name: 'ada' });
      for (const name of ['bob', 'cleo', 'dan']) orderly.send(ping({ name }));
      for (let n = 0; n < 20; n++) flooding.send(ping({ name: 'bob' }));
      expect((await flooding.closed).code).toBe(4429);
      gate.open();
      for (const name of ['bob', 'cleo', 'dan']) {
        expect(await orderly.expect({ type: 'pong' })).toMatchObject({ payload: { name } });
      }
      orderly.send(subscribe('1', '{ me { seenBy } }'));
      expect(await orderly.expect({ type: 'next' })).toMatchObject({ payload: { data: { me: { seenBy: 'dan' } } } });
    });
  });

  it('closes with 4408 when nothing is initialised in time, a stuck authentication included', async () => {
    const silent = await connect();
    authenticating = new Promise(() => undefined);
    const stuck = await connect();
    stuck.send({ type: 'connection_init' });

    expect((await silent.closed).code).toBe(4408);
    expect((await stuck.closed).code).toBe(4408);
  });

  it.each([
    [
      '4401 on a subscribe before the acknowledgement',
      [{ id: '1', type: 'subscribe', payload: { query: '{ a }' } }],
      4401,
    ],
    ['4429 on a second init', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['4400 on a message that is none', ['hello'], 4400],
    ['4401 on credentials that are refused', [{ type: 'connection_init', payload: { name: 'mallory' } }], 4401],
    ['4500 on an authentication that fails', [{ type: 'connection_init', payload: { name: 'bug' } }], 4500],
    ['1009 on an oversized frame', ['x'.repeat(3_000)], 1009],
  ])('closes with %s', async (_case, messages, code) => {
    const client = await connect();
    for (const message of messages) client.send(message);

    const end = await client.closed;

    expect(end.code).toBe(code);
    expect(end.reason).not.toContain('secret');
  });

  it('closes with 4409 on a duplicate id', async () => {
    const client = await connect();
    await client.init();
    client.send(subscribe('1'));
    client.send(subscribe('1'));

    expect((await client.closed).code).toBe(4409);
    await until(() => graph.topics.tick.size === 0);
  });

  it('closes with 4406 when graphql-transport-ws is not asked for', async () => {
    expect((await (await connect({ protocols: [] })).closed).code).toBe(4406);
  });

  it('refuses one subscription too many and serves it once another has ended', async () => {
    const client = await connect();
    await client.init();
    for (const id of ['1', '2', '3']) client.send(subscribe(id));

    expect(await client.expect({ type: 'error', id: '3' })).toMatchObject({
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    await until(() => graph.topics.tick.size === 2);
    client.send({ id: '1', type: 'complete' });
    client.send(subscribe('4'));
    await until(() => graph.topics.tick.started === 3);
  });

  it('refuses a strange origin and one socket too many before the handshake', async () => {
    await expect(connect({ origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    for (let count = 0; count < 3; count++) await connect({ origin: 'https://learn.example' });
    await expect(connect()).rejects.toThrow('HTTP 503');
  });

  it('leaves other paths to those who serve them, and answers 404 when nobody does', async () => {
    await expect(connectRaw(`${origin}/other`)).rejects.toThrow('HTTP 404');

    const other = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) => {
      if (request.url === '/other') other.handleUpgrade(request, socket, head, (webSocket) => webSocket.close(4000));
    });
    expect((await (await connectRaw(`${origin}/other`)).closed).code).toBe(4000);
  });

  it('closes the sockets of a revoked session, those still authenticating included', async () => {
    const [ada, bob] = [await connect(), await connect()];
    await ada.init({ name: 'ada' });
    await bob.init({ name: 'bob' });
    const gate = createGate();
    authenticating = gate.opened;
    const late = await connect();
    late.send({ type: 'connection_init', payload: { name: 'ada' } });
    // A ping is answered while the authentication is running.
    late.send({ type: 'ping' });
    await late.expect({ type: 'pong' });

    expect(sockets.closeWhere(({ name }) => name === 'ada', 4403, 'Session revoked')).toBe(1);
    gate.open();

    expect(await ada.closed).toEqual({ code: 4403, reason: 'Session revoked' });
    expect(await late.closed).toEqual({ code: 4403, reason: 'Session revoked' });
    bob.send(subscribe('1'));
    await until(() => graph.topics.tick.size === 1);
  });

  it('serves nothing that a closed client sends before it notices', async () => {
    const client = await connect();
    await client.init({ name: 'ada' });

    sockets.closeWhere(() => true, 4403, 'Session revoked');
    client.send(subscribe('1'));
    client.send(subscribe('2', '{ me { name } }'));

    await client.closed;
    expect(ran).toEqual([]);
    expect(graph.topics.tick.started).toBe(0);
  });

  it('forgets a subscription that was completed while it was still being started', async () => {
    const gate = createGate();
    starting = gate.opened;
    const client = await connect();
    await client.init();
    client.send(subscribe('1'));
    client.send({ id: '1', type: 'complete' });
    client.send({ type: 'ping' });
    await client.expect({ type: 'pong' });

    gate.open();
    client.send(subscribe('2', 'subscription { boardChanged { title } }'));

    await until(() => graph.topics.board.size === 1);
    await until(() => graph.topics.tick.size === 0 && gateway.subscriptions.active() === 1);
    expect(client.received.filter((message) => 'id' in message)).toEqual([]);
  });

  it('drops a peer that no longer answers pings', async () => {
    await sockets.close();
    sockets = serve(20);
    const client = await connect({ autoPong: false });
    await client.init();
    client.send(subscribe('1'));

    expect((await client.closed).code).toBe(1006);
    await until(() => graph.topics.tick.size === 0);
  });

  it('drains on close: says so to each client, takes no more, and waits until they are gone', async () => {
    const client = await connect();
    await client.init();
    client.send(subscribe('1'));
    await until(() => graph.topics.tick.size === 1);

    client.socket.pause();
    const closing = sockets.close(1012, 60_000);
    await expect(connect()).rejects.toThrow('HTTP 503');
    client.socket.resume();
    await closing;

    expect(await client.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(sockets.connections()).toBe(0);
    await until(() => graph.topics.tick.size === 0);
  });
});
