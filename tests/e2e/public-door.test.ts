import { type TestSupergraph, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { codesOf, type Platform, startPlatform } from './support/platform.js';
import { post } from './support/raw.js';

describe('the public door', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform({ environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '40' } });
  }, 120_000);
  afterAll(() => platform?.stop());

  it('does not believe a client about its own address', async () => {
    const lea = await platform.learner('Léa');
    const query = '{ me { sessions { ip } } }';
    const headers = { authorization: `Bearer ${lea.accessToken}`, 'x-forwarded-for': '203.0.113.9' };
    const { json } = await post(platform.url, { query }, headers);
    expect(json.data?.me.sessions[0].ip).toMatch(/127\.0\.0\.1|::1/);
  });

  it('gives every answer a request id, and says which language it speaks', async () => {
    const { headers } = await post(
      platform.url,
      { query: '{ __typename }' },
      { 'accept-language': 'en', 'x-request-id': 'mine' },
    );
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('content-language')).toBe('en');
    expect(headers.get('vary')).toContain('Accept-Language');
  });

  it('tells anybody whether it is well, and nobody why not', async () => {
    const healthAt = async (url: URL): Promise<unknown> => (await fetch(url)).json();
    const inside = new URL(`http://127.0.0.1:${platform.opsPorts.gateway}/health`);
    // A subgraph that is busy for a moment is not well for as long.
    const isWell = async (url: URL) => JSON.stringify(await healthAt(url)).startsWith('{"status":"ok"');
    await waitFor(async () => (await isWell(inside)) && isWell(new URL('/health', platform.url)), { what: 'health' });
    expect(await healthAt(new URL('/health', platform.url))).toEqual({ status: 'ok' });
    expect((await fetch(new URL('/metrics', platform.url))).status).toBe(404);
    // On one process, each part's own report is there as well.
    const { parts: _ofOneProcess, ...health } = Object(await healthAt(inside));
    const up = expect.objectContaining({ ok: true, latencyMs: expect.any(Number) });
    expect(health).toEqual({
      status: 'ok',
      dependencies: { auth: up, quest: up, rag: up, redis: up, revocations: up, subgraphs: up },
    });
  });

  it('refuses what is too deep, too wide or too long, over HTTP and over WebSocket', async () => {
    const deep = `{ quest(id: "x") { ${'prerequisites { '.repeat(20)} id ${'} '.repeat(20)} } }`;
    const wide = `{ ${Array.from({ length: 60 }, (_, n) => `a${n}: __typename me${n}: me { id }`).join(' ')} }`;
    const long = `{ ${'__typename '.repeat(3000)} }`;
    expect(codesOf((await post(platform.url, { query: deep })).json)).toContain('QUERY_TOO_COMPLEX');
    expect(codesOf((await post(platform.url, { query: wide })).json)).toContain('QUERY_TOO_COMPLEX');
    expect((await post(platform.url, { query: long })).status).toBe(400);

    const { socket, messages } = await connect(platform);
    const subscription = deep.replace('{ quest', 'subscription { leaderboardChanged { updatedAt } } query Q { quest');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: deep } }));
    await waitFor(() => messages.some(({ id }) => id === '1'), { what: 'the refusal of a deep query' });
    expect(JSON.stringify(messages)).toContain('QUERY_TOO_COMPLEX');
    socket.send(JSON.stringify({ id: '2', type: 'subscribe', payload: { query: subscription, operationName: 'Q' } }));
    await waitFor(() => messages.some(({ id }) => id === '2'), { what: 'the refusal of a deep document' });
    let code = 0;
    socket.on('close', (closedWith) => {
      code = closedWith;
    });
    socket.send('x'.repeat(100_000));
    await waitFor(() => code !== 0, { what: 'the refusal of a large frame' });
    expect(code).toBe(1009);
  });

  it('serves queries over the socket too', async () => {
    const lea = await platform.learner('Socket');
    const { socket, messages } = await connect(platform, {
      authorization: `Bearer ${lea.accessToken}`,
      language: 'en',
    });
    socket.send(
      JSON.stringify({ id: 'q', type: 'subscribe', payload: { query: '{ me { displayName } users { totalCount } }' } }),
    );
    await waitFor(() => messages.some(({ id }) => id === 'q'), { what: 'an answer' });
    expect(JSON.stringify(messages)).toContain('FORBIDDEN');
    socket.send(JSON.stringify({ id: 'r', type: 'subscribe', payload: { query: '{ me { displayName } }' } }));
    await waitFor(() => messages.some(({ id, type }) => id === 'r' && type === 'next'), { what: 'an answer' });
    expect(messages.find(({ id }) => id === 'r')?.payload).toEqual({ data: { me: { displayName: 'Socket' } } });
    socket.terminate();
  });

  it('sends a subscription over plain HTTP to where it is served', async () => {
    const { json } = await post(platform.url, { query: 'subscription { leaderboardChanged { updatedAt } }' });
    expect(codesOf(json)).toEqual(['OPERATION_NOT_ALLOWED']);
    expect(json.errors?.[0]?.message).toContain('graphql-transport-ws');
  });

  it('does not run operations from forms of other sites', async () => {
    const response = await fetch(`${platform.url}?query=${encodeURIComponent('{ me { id } }')}`);
    expect(response.status).toBe(400);
    const form = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ me { id } }"}',
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
  });

  it('asks a client who sends too much to wait, and says how long', async () => {
    let refused: Awaited<ReturnType<typeof post>> | undefined;
    for (let n = 0; n < 60 && !refused; n += 1) {
      const answer = await post(platform.url, { query: '{ __typename }' });
      if (answer.status === 429) refused = answer;
    }
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused?.json.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
    });
  });
});

interface Message {
  id?: string;
  type: string;
  payload?: unknown;
}

async function connect(platform: TestSupergraph, init: object = {}) {
  const socket = new WebSocket(platform.webSocketUrl, 'graphql-transport-ws');
  const messages: Message[] = [];
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: init })));
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  socket.on('error', () => undefined);
  await waitFor(() => messages.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
  return { socket, messages };
}
