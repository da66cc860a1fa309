import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { boardOf } from './graph/graph.js';
import { type SocketServer, startSocketServer, subscribe } from './graph/socket-server.js';
import { createGate, until } from './graph/until.js';

describe('the WebSocket server', () => {
  let server: SocketServer;
  beforeEach(async () => {
    server = await startSocketServer();
  });
  afterEach(() => server.stop());

  it('serves a stock graphql-ws client, each under its own name', async () => {
    const client = createClient({
      url: `${server.origin}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { name: 'ada' },
    });
    const results = client.iterate({ query: 'subscription { boardChanged { entries { user { seenBy } } } }' });
    const first = results.next();
    await until(() => server.graph.topics.board.size === 1);

    server.graph.topics.board.publish(boardOf('1'));

    expect((await first).value).toEqual({ data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }] } } });
    await results.return?.();
    await until(() => server.graph.topics.board.size === 0);
    await client.dispose();
  });

  it('runs queries and mutations through the gateway as the same caller', async () => {
    const client = await server.connect();
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
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1', query));

    expect(await client.expect({ type: 'error', id: '1' })).toMatchObject({ payload: [{ extensions: { code } }] });
    client.send(subscribe('1'));
    await until(() => server.graph.topics.tick.size === 1);
  });

  it('ends the subscriptions of a client that vanishes', async () => {
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1'));
    await until(() => server.graph.topics.tick.size === 1);

    client.socket.terminate();

    await until(() => server.graph.topics.tick.size === 0);
    await until(() => server.gateway.subscriptions.active() === 0);
  });

  it('forgets a subscription that was completed while it was still being started', async () => {
    const gate = createGate();
    server.starting = gate.opened;
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1'));
    client.send({ id: '1', type: 'complete' });
    client.send({ type: 'ping' });
    await client.expect({ type: 'pong' });

    gate.open();
    client.send(subscribe('2', 'subscription { boardChanged { title } }'));

    await until(() => server.graph.topics.board.size === 1);
    await until(() => server.graph.topics.tick.size === 0 && server.gateway.subscriptions.active() === 1);
    expect(client.received.filter((message) => 'id' in message)).toEqual([]);
  });

  it('starts an operation under the id of one that was just completed, and tells the two apart', async () => {
    const client = await server.connect();
    await client.init();
    for (const round of [1, 2, 3]) {
      client.send(subscribe('1'));
      await until(() => server.graph.topics.tick.started === round && server.graph.topics.tick.size === 1);
      // In one packet, so that the second is there before anything of the first is over.
      client.send({ id: '1', type: 'complete' });
      client.send(subscribe('1', 'subscription { boardChanged { title } }'));
      await until(() => server.graph.topics.board.started === round && server.graph.topics.board.size === 1);
      await until(() => server.graph.topics.tick.size === 0);

      server.graph.topics.board.publish(boardOf(String(round)));
      expect(await client.expect({ id: '1' })).toMatchObject({
        type: 'next',
        payload: { data: { boardChanged: { title: `board of ${round}` } } },
      });
      client.send({ id: '1', type: 'complete' });
    }
    await until(() => server.gateway.subscriptions.active() === 0);
    expect(client.received.some(({ type }) => type === 'complete')).toBe(false);
  });

  it('runs one operation under an id that was completed and taken again while it was being started', async () => {
    const gate = createGate();
    server.starting = gate.opened;
    const client = await server.connect();
    await client.init();
    for (let time = 0; time < 3; time++) {
      client.send(subscribe('1'));
      client.send({ id: '1', type: 'complete' });
    }
    client.send(subscribe('1', 'subscription { boardChanged { title } }'));
    gate.open();

    await until(() => server.graph.topics.board.size === 1);
    await until(() => server.graph.topics.tick.size === 0 && server.gateway.subscriptions.active() === 1);
    server.graph.topics.board.publish(boardOf('1'));
    expect(await client.expect({ id: '1' })).toMatchObject({ type: 'next', payload: { data: { boardChanged: {} } } });
  });

  it('drains on close: says so to each client, takes no more, and waits until they are gone', async () => {
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1'));
    await until(() => server.graph.topics.tick.size === 1);

    client.socket.pause();
    const closing = server.sockets.close(1012, 60_000);
    await expect(server.connect()).rejects.toThrow('HTTP 503');
    client.socket.resume();
    await closing;

    expect(await client.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(server.sockets.connections()).toBe(0);
    await until(() => server.graph.topics.tick.size === 0);
  });
});
