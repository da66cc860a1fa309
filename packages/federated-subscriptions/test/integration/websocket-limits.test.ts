import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { connectRaw } from './graph/raw-client.js';
import { type SocketServer, startSocketServer, subscribe } from './graph/socket-server.js';
import { until } from './graph/until.js';

describe('a socket that goes beyond what is allowed', () => {
  let server: SocketServer;
  beforeEach(async () => {
    server = await startSocketServer();
  });
  afterEach(() => server.stop());

  it('closes with 4408 when nothing is initialised in time, a stuck authentication included', async () => {
    await server.sockets.close();
    server.sockets = server.serve({ initTimeoutMs: 300 });
    const silent = await server.connect();
    server.authenticating = new Promise(() => undefined);
    const stuck = await server.connect();
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
    [
      '4400 on a message that servers send',
      [
        { id: '1', type: 'complete' },
        { id: '1', type: 'next', payload: {} },
      ],
      4400,
    ],
    ['4401 on credentials that are refused', [{ type: 'connection_init', payload: { name: 'mallory' } }], 4401],
    ['4500 on an authentication that fails', [{ type: 'connection_init', payload: { name: 'bug' } }], 4500],
    ['1009 on an oversized frame', ['x'.repeat(3_000)], 1009],
  ])('closes with %s', async (_case, messages, code) => {
    const client = await server.connect();
    for (const message of messages) client.send(message);

    const end = await client.closed;

    expect(end.code).toBe(code);
    expect(end.reason).not.toContain('secret');
  });

  it('closes with 4429 when operations are completed and taken again faster than they end', async () => {
    server.starting = new Promise(() => undefined);
    const client = await server.connect();
    await client.init();
    for (let time = 0; time < 20; time++) {
      client.send(subscribe('1'));
      client.send({ id: '1', type: 'complete' });
    }
    expect((await client.closed).code).toBe(4429);
  });

  it('closes with 4409 on a duplicate id', async () => {
    const client = await server.connect();
    await client.init();
    client.send(subscribe('1'));
    client.send(subscribe('1'));

    expect((await client.closed).code).toBe(4409);
    await until(() => server.graph.topics.tick.size === 0);
  });

  it('closes with 4406 when graphql-transport-ws is not asked for', async () => {
    expect((await (await server.connect({ protocols: [] })).closed).code).toBe(4406);
  });

  it('refuses one subscription too many and serves it once another has ended', async () => {
    const client = await server.connect();
    await client.init();
    for (const id of ['1', '2', '3']) client.send(subscribe(id));

    expect(await client.expect({ type: 'error', id: '3' })).toMatchObject({
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    await until(() => server.graph.topics.tick.size === 2);
    client.send({ id: '1', type: 'complete' });
    client.send(subscribe('4'));
    await until(() => server.graph.topics.tick.started === 3);
  });

  it('refuses a strange origin and one socket too many before the handshake', async () => {
    await expect(server.connect({ origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    for (let count = 0; count < 3; count++) await server.connect({ origin: 'https://learn.example' });
    await expect(server.connect()).rejects.toThrow('HTTP 503');
  });

  it('leaves other paths to those who serve them, and answers 404 when nobody does', async () => {
    await expect(connectRaw(`${server.origin}/other`)).rejects.toThrow('HTTP 404');

    const other = new WebSocketServer({ noServer: true });
    server.http.on('upgrade', (request, socket, head) => {
      if (request.url === '/other') other.handleUpgrade(request, socket, head, (webSocket) => webSocket.close(4000));
    });
    expect((await (await connectRaw(`${server.origin}/other`)).closed).code).toBe(4000);
  });

  it('drops a peer that no longer answers pings', async () => {
    await server.sockets.close();
    server.sockets = server.serve({ pingIntervalMs: 20 });
    const client = await server.connect({ autoPong: false });
    await client.init();
    client.send(subscribe('1'));

    expect((await client.closed).code).toBe(1006);
    await until(() => server.graph.topics.tick.size === 0);
  });
});
