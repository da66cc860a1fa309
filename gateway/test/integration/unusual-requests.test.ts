import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { freePort, tokenForger, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { type PlainSubgraphs, startPlainSubgraphs } from '../plain-subgraphs.js';
import { type LoneGateway, readReply, startLoneGateway } from '../start-gateway.js';

const QUERY = JSON.stringify({ query: '{ __typename }' });
const tokens = tokenForger('shared-secret');
const tokenOf = (claims: object) => ({
  authorization: `Bearer ${tokens.sign({ sub: randomUUID(), sid: randomUUID(), av: 1, ...claims })}`,
});
const bearer = (roles: string[]) => tokenOf({ roles });

let gateway: LoneGateway;
let subgraphs: PlainSubgraphs;
let opsPort: number;
beforeAll(async () => {
  subgraphs = await startPlainSubgraphs();
  opsPort = await freePort();
  gateway = await startLoneGateway({
    OPS_PORT: String(opsPort),
    GATEWAY_MAX_SOCKETS_PER_ADDRESS: '5',
    JWT_SECRET: tokens.jwtSecret ?? '',
    ...subgraphs.environment,
    CORS_ORIGINS: 'https://front.test',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  const redis = createRedis({ url: gateway.redis.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  await createRevocationWriter(redis, 3600).rebuild([]);
  redis.disconnect();
  const isTrusted = async () => (await gateway.post({ query: '{ me { id } }' }, bearer([]))).json.data?.me?.id;
  await waitFor(isTrusted, { what: 'the list of ended sessions' });
}, 180_000);
afterAll(async () => {
  await gateway?.stop();
  await subgraphs?.stop();
});

describe('an answer that its client could not read', () => {
  const rename = { query: 'mutation { updateProfile(input: { displayName: "A" }) { id } }' };

  it('is told of before anything was changed', async () => {
    subgraphs.takeAsked();
    const refused = await gateway.post(rename, {
      ...bearer(['LEARNER']),
      accept: 'image/png',
      'accept-language': 'en',
    });
    expect([refused.status, refused.json.errors[0].extensions]).toEqual([
      406,
      { code: 'BAD_REQUEST', requestId: refused.headers.get('x-request-id') },
    ]);
    expect(refused.json.errors[0].message).toContain('Accept: application/graphql-response+json');
    expect(subgraphs.takeAsked()).toEqual([]);
  });

  it.each([
    ['application/json, application/graphql-response+json;q=0.1', 200, 'application/json; charset=utf-8'],
    ['application/graphql-response+json;q=0, application/json', 200, 'application/json; charset=utf-8'],
    ['application/*', 400, 'application/json; charset=utf-8'],
    [
      'application/json;q=0.1, application/graphql-response+json',
      400,
      'application/graphql-response+json; charset=utf-8',
    ],
  ])('is given in the media type that is preferred, refusals included: %s', async (accept, status, type) => {
    const answers = [await gateway.post({ query: '{ nope }' }, { accept }), await gateway.post(QUERY, { accept })];
    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual([type, type]);
    expect(answers[0]?.status).toBe(status);
  });
});

describe('a body', () => {
  const long = JSON.stringify({ query: '{ __typename }', extensions: { padding: 'x'.repeat(100_000) } });

  it.each([
    ['nobody in particular', {}, 413],
    ['a learner', bearer(['LEARNER']), 413],
    ['an author', bearer(['AUTHOR']), 200],
    ['an administrator', bearer(['ADMIN']), 200],
  ])('may be longer than a WebSocket frame only when it comes from an author: %s', async (_who, headers, status) => {
    // Whether it says its length beforehand or comes in pieces.
    const replies = [await gateway.post(long, headers), await inPieces(long, headers)];
    expect(replies.map((reply) => reply.status)).toEqual([status, status]);
    const codes = replies.map(({ json }) => json.errors?.[0].extensions.code);
    expect(codes).toEqual(status === 413 ? ['PAYLOAD_TOO_LARGE', 'PAYLOAD_TOO_LARGE'] : [undefined, undefined]);
  });

  it.each([
    ['an author whose token has expired', tokenOf({ roles: ['AUTHOR'], exp: 1 }), 401, 'TOKEN_EXPIRED'],
    ['an author without the second factor', tokenOf({ roles: [], withheldRoles: ['AUTHOR'] }), 403, 'MFA_REQUIRED'],
  ])('that is too long is refused with what helps its sender: %s', async (_who, headers, status, code) => {
    const replies = [await gateway.post(long, headers), await inPieces(long, headers)];
    const told = replies.map((reply) => [reply.status, reply.json.errors?.[0].extensions.code]);
    expect(told).toEqual([
      [status, code],
      [status, code],
    ]);
    // Whoever renews a session needs no good token, and may not know how long what it sends is.
    expect((await inPieces(QUERY.padEnd(200), headers)).status).toBe(200);
  });

  it('is not looked into when it is compressed', async () => {
    for (const body of [gzipSync(QUERY), Buffer.from(QUERY)]) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'accept-language': 'en' };
      const reply = await readReply(await fetch(gateway.url, { method: 'POST', headers, body }));
      expect([reply.status, reply.headers.get('accept-encoding')]).toEqual([415, 'identity']);
      expect(reply.json.errors[0].message).toContain('compressed');
    }
    expect((await gateway.post(QUERY, { 'content-encoding': 'Identity' })).status).toBe(200);
  });
});

describe('what is no request for the API', () => {
  it('is refused like any other when its address cannot be decoded, and names no library', async () => {
    const reply = await readReply(await fetch(`${new URL(gateway.url).origin}/%E0%A4%A`));
    expect([reply.status, reply.json.errors[0].extensions]).toEqual([
      400,
      { code: 'BAD_REQUEST', requestId: reply.headers.get('x-request-id') },
    ]);
    expect(reply.text).not.toMatch(/FST_|fastify/i);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['with two lengths', 'content-length: 5\r\ntransfer-encoding: chunked\r\n', 400, 'BAD_REQUEST'],
    ['with a NUL in a header', 'x-a: b\0c\r\n', 400, 'BAD_REQUEST'],
    ['with headers that are too long', `x-a: ${'b'.repeat(20_000)}\r\n`, 431, 'PAYLOAD_TOO_LARGE'],
  ])('is refused with a code and a reference, and the connection closed: %s', async (_what, headers, status, code) => {
    const answer = await exchange(`POST /graphql HTTP/1.1\r\nhost: gateway\r\n${headers}\r\n5\r\nhello\r\n0\r\n\r\n`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/x-content-type-options: nosniff/);
    const { errors } = JSON.parse(body);
    expect(errors[0].extensions).toEqual({ code, requestId: /x-request-id: (\S+)/.exec(head)?.[1] });
  });

  it.each(['HEAD', 'PUT', 'TRACE', 'PURGE'])('is told which methods there are: %s', async (method) => {
    const answer = await exchange(`${method} /graphql HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 405 [\s\S]*\r\nallow: GET, POST\r\n/);
  });

  it('is told when it is the question of a page that may not call the API, and what to do about it', async () => {
    const preflight = (origin: string) =>
      fetch(gateway.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const theirs = await readReply(await preflight('https://evil.test'));
    expect([theirs.status, theirs.json.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    expect(theirs.json.errors[0].message).toContain('CORS_ORIGINS');
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight('https://front.test')).status).toBe(204);
    expect((await fetch(gateway.url, { method: 'OPTIONS' })).status).toBe(204);
  });
});

describe('WebSockets that never say who they are', () => {
  const upgrade = (ip: string) => {
    const headers = { 'x-forwarded-for': ip };
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
    socket.on('error', () => undefined);
    return new Promise<{ socket: WebSocket; status: number | undefined }>((resolve) => {
      socket.once('open', () => resolve({ socket, status: 101 }));
      socket.once('unexpected-response', (_request, response) => resolve({ socket, status: response.statusCode }));
    });
  };

  it('do not take the places of others, whose network is another one', async () => {
    const silent = await Promise.all(Array.from({ length: 10 }, (_, n) => upgrade(`2001:db8:7:7::${n}`)));
    expect(silent.map(({ status }) => status)).toEqual(silent.map(() => 101));
    const more = [await upgrade('2001:db8:7:7::a'), await upgrade('2001:db8:7:8::a')];
    expect(more.map(({ status }) => status)).toEqual([429, 101]);
    for (const { socket } of [...silent, ...more]) socket.terminate();
  });
});

describe('a GET', () => {
  it.each([
    [
      'a subscription',
      'subscription { leaderboardChanged { totalPlayers } }',
      {},
      403,
      'OPERATION_NOT_ALLOWED',
      'WebSocket',
    ],
    [
      'a body of another type',
      '{ __typename }',
      { 'content-type': 'application/graphql' },
      400,
      'BAD_REQUEST',
      'Content-Type',
    ],
  ])(
    'is told in French what to do instead, with a reference: %s',
    async (_what, query, headers, status, code, advice) => {
      const reply = await gateway.get({ query }, headers);
      expect([reply.status, reply.json.errors[0].extensions]).toEqual([
        status,
        { code, requestId: reply.headers.get('x-request-id') },
      ]);
      expect(reply.json.errors[0].message).toMatch(/^Un/);
      expect(reply.json.errors[0].message).toContain(advice);
    },
  );
});

it('a subscription by GET gets its stream wherever the Accept header names one', async () => {
  const query = new URLSearchParams({ query: 'subscription { leaderboardChanged { totalPlayers } }' });
  const headers = { 'apollo-require-preflight': 'true', accept: 'application/json, text/event-stream' };
  const answer = await fetch(`${gateway.url}?${query}`, { headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await answer.body?.cancel();
});

describe('an operator', () => {
  it('sees what was refused on every way in, by code', async () => {
    const tooDeep = { query: `{ quest(id: "x") ${'{ prerequisites '.repeat(20)} { id } ${'}'.repeat(20)} }` };
    const before = await errorsBy('QUERY_TOO_COMPLEX');
    await gateway.post(tooDeep);
    await gateway.get(tooDeep);
    await gateway.overSocket(tooDeep);
    await gateway.post(tooDeep, { accept: 'text/event-stream' });
    expect((await errorsBy('QUERY_TOO_COMPLEX')) - before).toBe(4);
    const unknown = await errorsBy('GRAPHQL_VALIDATION_FAILED');
    await gateway.post({ query: '{ nope neither }' });
    expect((await errorsBy('GRAPHQL_VALIDATION_FAILED')) - unknown).toBe(2);
  });
});

async function errorsBy(code: string): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  return Number(new RegExp(`^graphql_errors_total\\{[^}]*code="${code}"[^}]*\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0);
}

/** Without a `Content-Length`. */
async function inPieces(body: string, headers: Record<string, string>) {
  const sending = request(gateway.url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...headers },
  });
  // What is refused may be cut off before all of it was sent.
  sending.on('error', () => undefined);
  const answered = once(sending, 'response');
  sending.write(body.slice(0, 70_000));
  sending.end(body.slice(70_000));
  const [response] = await answered;
  return { status: response.statusCode as number, json: JSON.parse(await text(response)) };
}

/** All that comes back for some bytes until the other end closes. */
async function exchange(sent: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  socket.write(sent);
  await once(socket, 'close');
  return received;
}
