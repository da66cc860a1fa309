import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { connectRaw } from './graph/raw-client.js';
import { until } from './graph/until.js';

const TOKENS = 2_000;

describe('a slow reader', () => {
  let live: LiveServer;

  beforeEach(async () => {
    live = await startLiveServer({ socketLimits: { slowReaderBytes: 64 * 1024 } });
  });
  afterEach(() => live.stop());

  it('of EVERY gets each of 2,000 pieces, in order', async () => {
    const client = await connectRaw(live.wsUrl);
    await client.init();
    client.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { news { headline } }' } });
    await until(() => live.graph.topics.news.size === 1);
    client.socket.pause();
    // Long enough to fill every buffer between the gateway and a client that does not read.
    const padding = 'x'.repeat(200);
    for (let token = 0; token < TOKENS; token++) {
      live.graph.topics.news.publish({ __typename: 'Notice', headline: `${token} ${padding}` });
    }
    live.graph.topics.news.complete();
    client.socket.resume();

    await client.expect({ type: 'complete', id: '1' });
    const pieces = client.received.filter(({ type }) => type === 'next').map((message) => JSON.stringify(message));
    expect(pieces.map((piece) => Number(/"headline":"(\d+) /.exec(piece)?.[1]))).toEqual(
      Array.from({ length: TOKENS }, (_, token) => token),
    );
  });

  it('of EVERY gets five badges unlocked at once as five events, over each transport', async () => {
    const client = await connectRaw(live.wsUrl);
    await client.init();
    client.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { tick }' } });
    const response = await fetch(live.url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { tick }' }),
    });
    await until(() => live.graph.topics.tick.size === 2);
    for (const badge of [1, 2, 3, 4, 5]) live.graph.topics.tick.publish(badge);
    live.graph.topics.tick.complete();

    await client.expect({ type: 'complete' });
    const overSocket = client.received.filter(({ type }) => type === 'next').map((message) => JSON.stringify(message));
    const overHttp = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
    for (const events of [overSocket, overHttp]) {
      expect(events.map((event) => Number(/"tick":(\d)/.exec(event)?.[1]))).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('of EVERY who is overtaken by more than its bound ends with RESYNC_REQUIRED', async () => {
    await live.stop();
    live = await startLiveServer({ maxQueuedBytes: 10_000 });
    const client = await connectRaw(live.wsUrl);
    await client.init();
    client.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { news { headline } }' } });
    await until(() => live.graph.topics.news.size === 1);
    client.socket.pause();
    let sent = 0;
    await until(() => {
      if (sent++ < 400) live.graph.topics.news.publish({ __typename: 'Notice', headline: 'x'.repeat(50_000) });
      return live.graph.topics.news.size === 0;
    });
    client.socket.resume();

    expect(await client.expect({ type: 'error' })).toMatchObject({
      payload: [{ extensions: { code: 'RESYNC_REQUIRED' } }],
    });
  });

  it('of LATEST is sent nobody else’s frames, although all are made in the same place', async () => {
    await live.stop();
    // Above what a system's own buffers take, so that the rest of a frame waits while others get theirs.
    live = await startLiveServer({ socketLimits: { slowReaderBytes: 64 * 1024 * 1024 } });
    const ids = ['aaaa', 'bbbb', 'cccc', 'd'];
    const clients = await Promise.all(ids.map(() => connectRaw(live.wsUrl)));
    for (const [index, client] of clients.entries()) {
      await client.init();
      client.send({ id: ids[index], type: 'subscribe', payload: { query: 'subscription { boardChanged { title } }' } });
    }
    await until(() => live.gateway.subscriptions.active() === ids.length && live.graph.topics.board.size === 1);
    const [slow, ...others] = clients;
    slow?.socket.pause();
    const states = 8;
    for (let state = 1; state <= states; state++) {
      live.graph.topics.board.publish({ ...boardOf(), title: `${state} ${String(state).repeat(2_000_000)}` });
      for (const client of others) await client.expect({ type: 'next' });
    }
    slow?.socket.resume();
    await until(() => slow?.received.filter(({ type }) => type === 'next').length === states);

    for (const [index, client] of clients.entries()) {
      const frames = client.received.filter((message) => message.type === 'next');
      expect(frames.map(({ id }) => id)).toEqual(Array.from({ length: states }, () => ids[index]));
      expect(frames.map(({ payload }) => Reflect.get(Object(payload.data), 'boardChanged').title.length)).toEqual(
        Array.from({ length: states }, () => 2_000_002),
      );
    }
  });

  it('of LATEST is spared what is outdated by the time it reads, and gets the newest', async () => {
    const client = await connectRaw(live.wsUrl);
    await client.init();
    client.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { boardChanged { title } }' } });
    const quick = await live.gateway.open('subscription { boardChanged { title } }');
    await until(() => live.gateway.subscriptions.active() === 2 && live.graph.topics.board.size === 1);
    client.socket.pause();
    const states = 400;
    for (let state = 1; state <= states; state++) {
      live.graph.topics.board.publish({ ...boardOf(), title: `${state} ${'x'.repeat(50_000)}` });
      await quick.next();
    }
    client.socket.resume();

    const titleIn = (message: unknown) => Number(/"title":"(\d+) /.exec(JSON.stringify(message))?.[1]);
    await until(() => client.received.some((message) => titleIn(message) === states));
    const seen = client.received.map(titleIn).filter((title) => title > 0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeLessThan(states);
  });

  it('of LATEST over HTTP is spared it as well', async () => {
    const quick = await live.gateway.open('subscription { boardChanged { title } }');
    const query = encodeURIComponent('subscription { boardChanged { title } }');
    const headers = { accept: 'text/event-stream', 'apollo-require-preflight': '1' };
    let body = '';
    const request = get(`${live.url}?query=${query}`, { headers });
    const response = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      request.once('response', resolve),
    );
    await until(() => live.gateway.subscriptions.active() === 2 && live.graph.topics.board.size === 1);
    const states = 400;
    for (let state = 1; state <= states; state++) {
      live.graph.topics.board.publish({ ...boardOf(), title: `${state} ${'x'.repeat(50_000)}` });
      await quick.next();
    }
    response.on('data', (chunk) => {
      body += String(chunk);
    });

    await until(() => body.includes(`"title":"${states} `));
    expect(body.match(/"title":/g)?.length).toBeLessThan(states);
    request.destroy();
    await until(() => live.gateway.subscriptions.active() === 1);
  });
});
