import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort, startProcess, startTestRedis, type TestProcess, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const LIMIT = 5;
let redis: TestRedis;
let gateway: TestProcess;
let base: string;
let url: string;
let probes = 0;
const subgraph = createServer((_request, response) => {
  probes += 1;
  response.end('{}');
});

beforeAll(async () => {
  redis = await startTestRedis();
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const auth = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
  const port = await freePort();
  gateway = await startProcess({
    script: 'gateway/src/main.ts',
    env: {
      NODE_ENV: 'test',
      GATEWAY_PORT: String(port),
      OPS_PORT: String(await freePort()),
      REDIS_URL: redis.url,
      AUTH_URL: auth,
      SECRET_KEY: 'a'.repeat(64),
      JWT_SECRET: 'b'.repeat(64),
      GATEWAY_RATE_LIMIT_PER_MINUTE: String(LIMIT),
      GATEWAY_MAX_SOCKETS_PER_ADDRESS: '3',
    },
  });
  base = `http://127.0.0.1:${port}`;
  url = `${base}/graphql`;
  const isUp = async () => (await fetch(`${base}/livez`).catch(() => null))?.ok === true;
  await waitFor(isUp, { what: 'the gateway', timeoutMs: 30_000 });
}, 60_000);
beforeEach(() => redis.flush());
afterAll(async () => {
  await gateway?.stop();
  subgraph.close();
  await redis?.stop();
});

const post = (body: string) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const times = async <T>(count: number, act: () => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await act());
  return results;
};

describe('the rate limit of an address', () => {
  it('counts bodies that are no JSON, and does not read what is too much', async () => {
    const statuses = (await times(LIMIT + 2, () => post('{'))).map(({ status }) => status);
    expect(statuses).toEqual([...Array.from({ length: LIMIT }, () => 400), 429, 429]);
  });

  it('is told as such on a WebSocket, with the time to wait, in the language of the socket', async () => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { language: 'fr' },
      retryAttempts: 0,
    });
    const ask = (query: string) =>
      new Promise<unknown>((resolve) => {
        client.subscribe({ query }, { next: resolve, error: resolve, complete: () => resolve(null) });
      });
    await times(LIMIT, () => ask('{ __typename }'));
    for (const query of ['{ __typename }', 'subscription { leaderboardChanged { totalPlayers } }']) {
      expect(await ask(query)).toMatchObject([
        {
          message: expect.stringContaining('Trop de requêtes'),
          extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number), requestId: expect.any(String) },
        },
      ]);
    }
    await client.dispose();
  });
});

describe('the public probes', () => {
  it('do not pass on to the subgraphs whatever number of them comes at once', async () => {
    probes = 0;
    await Promise.all(Array.from({ length: 50 }, (_, index) => fetch(`${base}/${index % 2 ? 'health' : 'readyz'}`)));
    expect(probes).toBeLessThan(25);
  });
});

describe('the sockets of an address', () => {
  it('are limited, and a place is free again when one of them closes', async () => {
    const sockets = [];
    for (let index = 0; index < 3; index += 1) sockets.push(await greeted());
    expect(sockets.map(({ outcome }) => outcome)).toEqual(['connection_ack', 'connection_ack', 'connection_ack']);
    expect((await greeted()).outcome).toBe(4429);

    sockets.pop()?.socket.close();
    const next = await waitFor(
      async () => {
        const { socket, outcome } = await greeted();
        return outcome === 'connection_ack' ? socket : null;
      },
      { what: 'a free place' },
    );
    for (const socket of [...sockets.map((open) => open.socket), next]) socket.close();
  });

  /** Connects and says hello; the answer's type, or the code with which the gateway closed. */
  async function greeted(): Promise<{ socket: WebSocket; outcome: string | number }> {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const outcome = await new Promise<string | number>((resolve) => {
      socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
      socket.once('message', (data) => resolve(JSON.parse(String(data)).type));
      socket.once('close', resolve);
    });
    return { socket, outcome };
  }
});

describe('the log', () => {
  it('holds the beginning of an operation’s name, however long a client makes it', async () => {
    await post(JSON.stringify({ query: `query ${'A'.repeat(50_000)} { __typename }` }));
    const [name] = await gateway.waitForOutput(/A{50,}/);
    expect(name).toHaveLength(100);
  });
});
