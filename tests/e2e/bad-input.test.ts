import { createHmac } from 'node:crypto';
import {
  AskDocument,
  LoginDocument,
  QuestDocument,
  RefreshSessionDocument,
  RegisterDocument,
  RevealHintDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { codesOf, dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { post } from './support/raw.js';

let platform: Platform;
let lea: TestLearner;
let zoe: TestLearner;
let progressId: string;

beforeAll(async () => {
  platform = await startPlatform({ tokens: 'fixed-key' });
  [lea, zoe] = await Promise.all([platform.learner('Léa'), platform.learner('Zoé')]);
  progressId = dataOf(await lea.client.execute(StartQuestDocument, { questId: 'python_variables_101' })).startQuest.id;
}, 120_000);
afterAll(() => platform?.stop());

const submit = (learner: TestLearner, answer: string[], change: Record<string, string> = {}) =>
  learner.client.execute(SubmitAnswerDocument, { input: { progressId, questionId: 'q1', answer, ...change } });

describe('quests', () => {
  it('answer null for an unknown quest, and NOT_FOUND for starting one', async () => {
    expect(dataOf(await lea.client.execute(QuestDocument, { id: 'nope' })).quest).toBeNull();
    expect(codesOf(await lea.client.execute(StartQuestDocument, { questId: 'nope' }))).toEqual(['NOT_FOUND']);
  });

  it('know nothing of a wrong progress id, a wrong question, or somebody else’s progress', async () => {
    expect(codesOf(await submit(lea, ['age = 25'], { progressId: 'nope' }))).toEqual(['NOT_FOUND']);
    expect(codesOf(await submit(lea, ['age = 25'], { progressId: '{"$gt": ""}' }))).toEqual(['NOT_FOUND']);
    expect(codesOf(await submit(lea, ['age = 25'], { questionId: 'q99' }))).toEqual(['NOT_FOUND']);
    expect(codesOf(await submit(zoe, ['age = 25']))).toEqual(['NOT_FOUND']);
    const hint = await zoe.client.execute(RevealHintDocument, { progressId, questionId: 'q1' });
    expect(codesOf(hint)).toEqual(['NOT_FOUND']);
  });

  it('say what shape an answer should have', async () => {
    for (const answer of [[], ['age = 25', 'x = 1']]) {
      const { errors } = await submit(lea, answer);
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [expect.objectContaining({ path: expect.arrayContaining(['answer']), message: expect.any(String) })],
      });
    }
  });

  it('score an answer once although it is sent twice at the same instant', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(lea, ['age = 25'])));
    const results = answers.map((answer) => dataOf(answer).submitAnswer);
    const score = results[0]?.progress.score;
    expect(score).toBeGreaterThan(0);
    expect(results.map(({ progress }) => progress.score)).toEqual(results.map(() => score));
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['CORRECT']));
  });
});

describe('the assistant', () => {
  it.each(['', '   ', 'x'.repeat(60_000)])('refuses a question it cannot use (%#)', async (query) => {
    const answer = await lea.client.execute(AskDocument, { input: { query } });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.message).toMatch(/question/i);
  });
});

describe('accounts', () => {
  it('say CONFLICT for an address that is taken, in whatever case it is written', async () => {
    const input = { email: lea.email.toUpperCase(), password: lea.password, displayName: 'Encore Léa' };
    expect(codesOf(await platform.client().execute(RegisterDocument, { input }))).toEqual(['CONFLICT']);
  });

  it('name every problem of a registration at once', async () => {
    const input = { email: 'pas une adresse', password: 'court', displayName: 'lea@doctorpy.test' };
    const { errors } = await platform.client().execute(RegisterDocument, { input });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.extensions.fields?.map(({ path }) => path.at(-1)).sort()).toEqual([
      'displayName',
      'email',
      'password',
    ]);
  });

  it('take operators in strings for strings', async () => {
    const input = { email: '{"$gt": ""}', password: '{"$gt": ""}' };
    expect(codesOf(await platform.client().execute(LoginDocument, { input }))[0]).toMatch(
      /INVALID_CREDENTIALS|BAD_USER_INPUT/,
    );
    const objects = `mutation($email: String!) { login(input: { email: $email, password: "x" }) { accessToken } }`;
    const { json } = await post(platform.url, { query: objects, variables: { email: { $gt: '' } } });
    expect(codesOf(json)).toEqual(['BAD_USER_INPUT']);
    const refresh = await platform.client().execute(RefreshSessionDocument, { refreshToken: '{"$ne": null}' });
    expect(codesOf(refresh)[0]).toMatch(/UNAUTHENTICATED|SESSION_REVOKED/);
  });

  it('speak English to those who ask for it', async () => {
    const input = { email: lea.email, password: 'not the password' };
    const french = await platform.client().execute(LoginDocument, { input });
    const english = await platform.client(null, 'en').execute(LoginDocument, { input });
    expect(codesOf(french)).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(english)).toEqual(['INVALID_CREDENTIALS']);
    expect(french.errors?.[0]?.message).not.toBe(english.errors?.[0]?.message);
    expect(english.errors?.[0]?.message).toMatch(/password/i);
  });
});

describe('tokens', () => {
  const claims = { sub: 'somebody', sid: 's', av: 1, roles: ['ADMIN'] };
  const now = Math.floor(Date.now() / 1000);
  const complete = { ...claims, iss: 'doctorpy', aud: 'doctorpy', exp: now + 900 };
  const unsigned = (header: object, payload: object) =>
    [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

  it('signed as auth does are accepted, so that those below are refused for what they say', async () => {
    const authorization = `Bearer ${platform.signToken(claims)}`;
    const { json } = await post(platform.url, { query: '{ users { totalCount } }' }, { authorization });
    expect(dataOf(json)).toMatchObject({ users: { totalCount: expect.any(Number) } });
  });

  it.each([
    ['is expired', () => platform.signToken({ ...claims, exp: now - 10 }), 'TOKEN_EXPIRED'],
    ['is not valid yet', () => platform.signToken({ ...claims, nbf: now + 300 }), 'UNAUTHENTICATED'],
    ['is signed with a secret', () => jwt.sign(complete, 'x'.repeat(60)), 'UNAUTHENTICATED'],
    ['names an unknown key', () => platform.signToken(claims, { keyid: 'unknown' }), 'UNAUTHENTICATED'],
    ['has no signature (alg: none)', () => `${unsigned({ alg: 'none', typ: 'JWT' }, complete)}.`, 'UNAUTHENTICATED'],
    ['claims another algorithm', () => platform.signToken(claims, { algorithm: 'RS512' }), 'UNAUTHENTICATED'],
    ['is for another audience', () => platform.signToken({ ...claims, aud: 'other' }), 'UNAUTHENTICATED'],
    ['comes from another issuer', () => platform.signToken({ ...claims, iss: 'other' }), 'UNAUTHENTICATED'],
    ['is no token', () => 'garbage', 'UNAUTHENTICATED'],
  ])('a token that %s is refused', async (_what, make, code) => {
    const { json } = await post(
      platform.url,
      { query: '{ users { totalCount } }' },
      { authorization: `Bearer ${make()}` },
    );
    expect(codesOf(json)).toEqual([code]);
    expect(json.data ?? null).toBeNull();
  });

  it('does not let a learner change the roles inside', async () => {
    const [header = '', payload = '', signature = ''] = lea.accessToken.split('.');
    const claimsOfLea = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claimsOfLea, roles: ['ADMIN'] })).toString('base64url');
    const { json } = await post(
      platform.url,
      { query: '{ users { totalCount } }' },
      { authorization: `Bearer ${header}.${forged}.${signature}` },
    );
    expect(codesOf(json)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a subgraph', () => {
  const body = JSON.stringify({ query: '{ _service { sdl } }' });

  it('answers nobody but the gateway', async () => {
    for (const service of ['auth', 'quest', 'rag'] as const) {
      const url = `http://127.0.0.1:${platform.ports[service]}/graphql`;
      expect(await post(url, body)).toMatchObject({
        status: 401,
        json: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      });
      const forged = {
        'doctorpy-timestamp': String(Date.now()),
        'doctorpy-nonce': 'n',
        'doctorpy-caller': Buffer.from(JSON.stringify({ userId: 'ada', roles: ['ADMIN'] })).toString('base64url'),
        'x-request-id': 'r',
        'doctorpy-signature': `v2=${createHmac('sha256', 'guess').update(body).digest('hex')}`,
      };
      expect((await post(url, body, forged)).status).toBe(401);
    }
  });

  it('is not impressed by a client that sends the gateway’s headers through the gateway', async () => {
    const caller = Buffer.from(JSON.stringify({ userId: lea.id, roles: ['ADMIN'] })).toString('base64url');
    const { json } = await post(platform.url, { query: '{ me { id } }' }, { 'doctorpy-caller': caller });
    expect(json).toEqual({ data: { me: null } });
  });
});

describe('a refusal', () => {
  it('names no address, stack, library or subgraph', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      '{"query": 1}',
      '{"query": "{"}',
      '{"query":"{ nope }"}',
      '{"query":"{ quest(id: {}) { id } }"}',
    ];
    for (const body of bodies) {
      const { json } = await post(platform.url, body);
      expect(json.errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(json)).not.toMatch(
        /127\.0\.0\.1|localhost|node_modules|\.js:|serviceName|stacktrace|DOWNSTREAM|mongo/i,
      );
    }
  });

  it('says which size is too much', async () => {
    const { status, json } = await post(platform.url, { query: '{ me { id } }', padding: 'x'.repeat(1_300_000) });
    expect(status).toBe(413);
    expect(codesOf(json)).toEqual(['PAYLOAD_TOO_LARGE']);
  });
});
