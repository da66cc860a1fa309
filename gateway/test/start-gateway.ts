import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort, startProcess, startTestRedis, type TestProcess, type TestRedis, waitFor } from '@doctorpy/testkit';
import WebSocket from 'ws';

/** A gateway with a real Redis, whose subgraphs answer nothing that could be understood: enough for what it refuses. */
export interface LoneGateway {
  readonly url: string;
  readonly redis: TestRedis;
  readonly process: TestProcess;
  post(body: string | object, headers?: Record<string, string>): Promise<Reply>;
  get(parameters: Record<string, string>, headers?: Record<string, string>): Promise<Reply>;
  /** Sends each over one WebSocket and gives the first message about it, or the code with which the socket was closed. */
  overSocket(payload: object, init?: object): Promise<Reply>;
  stop(): Promise<void>;
}

/** What came back. */
export interface Reply {
  /** HTTP status, or the close code of a socket; 0 on a socket that stayed open. */
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own business
  readonly json: any;
}

/** Starts it with these variables besides what it needs. */
export async function startLoneGateway(environment: Record<string, string> = {}): Promise<LoneGateway> {
  const redis = await startTestRedis();
  const subgraph = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
  const port = await freePort();
  const gateway = await startProcess({
    script: 'gateway/src/main.ts',
    env: {
      NODE_ENV: 'test',
      GATEWAY_PORT: String(port),
      OPS_PORT: String(await freePort()),
      REDIS_URL: redis.url,
      AUTH_URL: address,
      QUEST_URL: address,
      RAG_URL: address,
      SECRET_KEY: 'a'.repeat(64),
      JWT_SECRET: 'b'.repeat(64),
      GATEWAY_RATE_LIMIT_PER_MINUTE: '1000000',
      ...environment,
    },
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  const isUp = async () => (await fetch(new URL('/livez', url)).catch(() => null))?.ok === true;
  await waitFor(isUp, { what: 'the gateway', timeoutMs: 150_000 });

  return {
    url,
    redis,
    process: gateway,
    post: async (body, headers = {}) =>
      readReply(
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
    get: async (parameters, headers = {}) =>
      readReply(
        await fetch(`${url}?${new URLSearchParams(parameters)}`, {
          headers: { 'apollo-require-preflight': 'true', ...headers },
        }),
      ),
    overSocket: (payload, init = {}) =>
      askOverSocket(new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws'), payload, init),
    async stop() {
      await gateway.stop();
      subgraph.close();
      await redis.stop();
    },
  };
}

/** The answer to an HTTP request. */
export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** The first that comes back for an operation on a new socket; the socket is closed then. */
export function askOverSocket(socket: WebSocket, payload: object, init: object): Promise<Reply> {
  return new Promise((resolve) => {
    const done = (status: number, text: string) => {
      socket.close();
      resolve({ status, headers: new Headers(), text, json: parsed(text) });
    };
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => done(code, String(reason)));
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: init })));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      else if (message.type === 'error') done(0, JSON.stringify({ errors: message.payload }));
      else if (message.type === 'next') done(0, JSON.stringify(message.payload));
      else if (message.type === 'complete') done(0, '{}');
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
