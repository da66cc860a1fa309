import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LoneGateway, type Reply, startLoneGateway } from '../start-gateway.js';

let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway();
}, 180_000);
afterAll(() => gateway?.stop());

const deep = (levels: number) =>
  `{ quest(id: "x") { ${'prerequisites { '.repeat(levels)} id ${'} '.repeat(levels)} } }`;
const bomb = Array.from(
  { length: 40 },
  (_, n) => `fragment F${n} on Quest { a: prerequisites { ...F${n + 1} } b: prerequisites { ...F${n + 1} } }`,
).join(' ');
const nestedLists = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }';

const attacks: Record<string, { query: string; variables?: unknown }> = {
  'a query 1,000 deep': { query: deep(1000) },
  'a query 60 deep': { query: deep(60) },
  '1,000 aliases': { query: `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: __typename`).join(' ')} }` },
  '10,000 fragment spreads': { query: `{ ${'...F '.repeat(10_000)} } fragment F on Query { __typename }` },
  'a fragment bomb': { query: `{ quest(id: "x") { ...F0 } } ${bomb} fragment F40 on Quest { id }` },
  '1,000 directives': { query: `{ __typename ${'@skip(if: false) '.repeat(1000)} }` },
  '__typename 5,000 times': { query: `{ ${'__typename '.repeat(5_000)} }` },
  'introspection of introspection': {
    query: `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`,
  },
};

/** Sends an operation as a whole by POST, GET (as far as an address may be that long) and WebSocket. */
async function everywhere(operation: { query: string }, language: 'fr' | 'en'): Promise<Reply[]> {
  const headers = { 'accept-language': language };
  const short = operation.query.length < 6000 ? [gateway.get({ query: operation.query }, headers)] : [];
  const small = operation.query.length < 60_000 ? [gateway.overSocket(operation, { language })] : [];
  return Promise.all([gateway.post(operation, headers), ...short, ...small]);
}

const LEAK =
  /call stack|node_modules|\.[jt]s:|127\.0\.0\.1|localhost|apollo server|graphql-js|fastify|ioredis|did you mean/i;

describe('an attack is refused on every transport, with a code and a text, while others are served:', () => {
  it.each(Object.keys(attacks))('%s', async (name) => {
    const attack = attacks[name] ?? { query: '' };
    const [french, english, good] = await Promise.all([
      everywhere(attack, 'fr'),
      everywhere(attack, 'en'),
      gateway.post({ query: '{ __typename }' }),
    ]);
    expect(good.json).toEqual({ data: { __typename: 'Query' } });
    for (const reply of [...french, ...english]) {
      expect(reply.status).toBeLessThan(500);
      expect(reply.text).not.toMatch(LEAK);
      expect(reply.json.errors[0].extensions).toMatchObject({
        code: 'QUERY_TOO_COMPLEX',
        requestId: expect.any(String),
      });
    }
    for (const { json } of french) expect(json.errors[0].message).toMatch(/^La requête est trop/);
    for (const { json } of english) expect(json.errors[0].message).toMatch(/^The operation is too/);
  });

  it('a circle of fragments', async () => {
    const circle = {
      query: '{ quest(id: "x") { ...A } } fragment A on Quest { ...B } fragment B on Quest { id ...A }',
    };
    for (const reply of await everywhere(circle, 'fr')) {
      expect(reply.json.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(reply.json.errors[0].message).toMatch(/^Ce document ne correspond pas au schéma/);
    }
  });

  it('deep and long variables, declared or not', async () => {
    const query = 'query ($id: ID!) { quest(id: $id) { id } }';
    for (const variables of [`{"id":${nestedLists(30_000)}}`, `{"id":"x","more":[${'1,'.repeat(30_000)}1]}`]) {
      const { status, json } = await gateway.post(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
      expect([status, json.errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
    }
    const overSocket = await gateway.overSocket({ query, variables: JSON.parse(`{"id":${nestedLists(500)}}`) });
    expect(overSocket.json.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('a body and a frame of 5 MB', async () => {
    // Refused by its length alone, before anything of it is read.
    const announced = request(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 5_000_000 },
    });
    announced.flushHeaders();
    const [answer] = (await once(announced, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain('PAYLOAD_TOO_LARGE');
    announced.destroy();
    expect((await gateway.overSocket({ query: `{ __typename } # ${'x'.repeat(5_000_000)}` })).status).toBe(1009);
  });

  it('a batch', async () => {
    const { status, json } = await gateway.post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect([status, json.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    expect(json.errors[0].message).toContain('une seule opération');
  });
});

describe('a wrong value', () => {
  it('is named by its place and never repeated', async () => {
    const variables = { input: { email: 'lea@doctorpy.test', password: { value: 'hunter2' } } };
    const replies = [
      await gateway.post({ query: LOGIN, variables }),
      await gateway.overSocket({ query: LOGIN, variables }),
    ];
    for (const { text: sent, json } of replies) {
      expect(sent).not.toContain('hunter2');
      expect(json.errors[0].extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [
          { path: ['input', 'password'], code: 'INVALID_TYPE', message: expect.stringContaining('type attendu') },
        ],
      });
    }
    const inline = await gateway.post({ query: 'mutation { login(input: { password: 31337 }) { accessToken } }' });
    expect(inline.text).not.toContain('31337');
  });
});

describe('a client that asks what its operation costs', () => {
  it('is told, and nobody else', async () => {
    const query = '{ quests(first: 5) { edges { node { id } } } __typename }';
    expect((await gateway.post({ query }, { 'x-report-cost': '1' })).json.extensions).toEqual({
      cost: { estimated: 12, budget: 5000, actual: 1 },
    });
    expect((await gateway.post({ query })).json.extensions).toBeUndefined();
  });
});
