import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { boardOf } from './graph/graph.js';
import { type SocketServer, startSocketServer, subscribe } from './graph/socket-server.js';
import { createGate, until } from './graph/until.js';

describe('the credentials of a socket', () => {
  let server: SocketServer;
  beforeEach(async () => {
    server = await startSocketServer();
  });
  afterEach(() => server.stop());

  it('closes with 4403 when the token expires', async () => {
    server.expiresAt = Date.now() + 200;
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1'));

    expect(await client.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED: the token has expired' });
    await until(() => server.graph.topics.tick.size === 0);
  });

  describe('new credentials in a ping', () => {
    const BOARD = 'subscription { boardChanged { entries { user { seenBy } } } }';
    const ping = (payload: object) => ({ type: 'ping', payload });

    it('go to running subscriptions, queries and the socket’s expiry', async () => {
      server.expiresAt = Date.now() + 2_000;
      const client = await server.connect();
      await client.init({ name: 'ada' });
      client.send(subscribe('1', BOARD));
      await until(() => server.graph.topics.board.size === 1);
      client.send(ping({ name: 'bob' }));
      expect(await client.expect({ type: 'pong' })).toEqual({ type: 'pong', payload: { name: 'bob' } });
      const firstEnd = server.expiresAt;
      await until(() => Date.now() > firstEnd + 50);

      server.graph.topics.board.publish(boardOf('1'));
      expect(await client.expect({ type: 'next', id: '1' })).toMatchObject({
        payload: { data: { boardChanged: { entries: [{ user: { seenBy: 'bob' } }] } } },
      });
      client.send(subscribe('2', '{ me { seenBy } }'));
      expect(await client.expect({ type: 'next', id: '2' })).toMatchObject({
        payload: { data: { me: { seenBy: 'bob' } } },
      });
      expect(server.graph.topics.board.started).toBe(1);

      client.send(ping({ name: 'bob', expiresAt: Date.now() + 100 }));
      expect(await client.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED: the token has expired' });
    });

    it('end the subscriptions they do not allow, before another event', async () => {
      const client = await server.connect();
      await client.init({ name: 'ada' });
      client.send(subscribe('1', BOARD));
      await until(() => server.graph.topics.board.size === 1);
      client.send(ping({ name: 'banned' }));
      await client.expect({ type: 'pong' });
      server.graph.topics.board.publish(boardOf('1'));
      expect(await client.expect({ type: 'error', id: '1' })).toMatchObject({
        payload: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      expect(client.received.some(({ type }) => type === 'next')).toBe(false);
      expect(server.admitted).toEqual(['ada', 'banned']);
      await until(() => server.graph.topics.board.size === 0);
    });

    it('that are refused change nothing', async () => {
      const client = await server.connect();
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
      const client = await server.connect();
      await client.init({ name: 'ada' });
      client.send(ping({ name }));
      const end = await client.closed;
      expect(end.code).toBe(code);
      expect(end.reason).not.toContain('secret');
    });

    it('are none before the socket is authenticated, and pings without any are just answered', async () => {
      const client = await server.connect();
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
      server.renewing = gate.opened;
      const [orderly, flooding] = [await server.connect(), await server.connect()];
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

  it('closes the sockets of a revoked session, those still authenticating included', async () => {
    const [ada, bob] = [await server.connect(), await server.connect()];
    await ada.init({ name: 'ada' });
    await bob.init({ name: 'bob' });
    const gate = createGate();
    server.authenticating = gate.opened;
    const late = await server.connect();
    late.send({ type: 'connection_init', payload: { name: 'ada' } });
    // A ping is answered while the authentication is running.
    late.send({ type: 'ping' });
    await late.expect({ type: 'pong' });

    expect(server.sockets.closeWhere(({ name }) => name === 'ada', 4403, 'Session revoked')).toBe(1);
    gate.open();

    expect(await ada.closed).toEqual({ code: 4403, reason: 'Session revoked' });
    expect(await late.closed).toEqual({ code: 4403, reason: 'Session revoked' });
    bob.send(subscribe('1'));
    await until(() => server.graph.topics.tick.size === 1);
  });

  it('serves nothing that a closed client sends before it notices', async () => {
    const client = await server.connect();
    await client.init({ name: 'ada' });

    server.sockets.closeWhere(() => true, 4403, 'Session revoked');
    client.send(subscribe('1'));
    client.send(subscribe('2', '{ me { name } }'));

    await client.closed;
    expect(server.ran).toEqual([]);
    expect(server.graph.topics.tick.started).toBe(0);
  });
});
