import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, REFRESH, type SignedUp } from './environment.js';

let auth: AuthEnvironment;
let admin: SignedUp;
beforeAll(async () => {
  auth = await authEnvironment();
  admin = await auth.promoted('ADMIN');
});
afterAll(() => auth.close());

const SUSPEND = `mutation ($input: SuspendUserInput!) {
  suspendUser(input: $input) { id suspension { reason at until by { id } } }
}`;
const REINSTATE = 'mutation ($userId: ID!) { reinstateUser(userId: $userId) { id suspension { reason } } }';
const REASON = 'Insultes dans le pseudo';

const suspend = (userId: string, more: object = {}, caller: object = admin.caller) =>
  auth.ask(SUSPEND, { input: { userId, reason: REASON, ...more } }, caller);
const reinstate = (userId: string, caller: object = admin.caller) => auth.ask(REINSTATE, { userId }, caller);
const login = (email: string, caller: object = {}, password = PASSWORD) =>
  auth.ask(LOGIN, { input: { email, password } }, caller);
const accountOf = (userId: string) =>
  auth.connection.collection<{ _id: string; authVersion: number }>('accounts').findOne({ _id: userId });
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('a suspended account', () => {
  it('loses its sessions and can neither sign in nor refresh', async () => {
    const { userId, email, refreshToken, caller } = await auth.signUp();
    await login(email);
    const { data, errors } = await suspend(userId);
    expect(errors).toBeUndefined();
    expect(data.suspendUser).toEqual({
      id: userId,
      suspension: { reason: REASON, at: expect.any(String), until: null, by: { id: admin.userId } },
    });
    expect(codesOf(await login(email))).toEqual(['ACCOUNT_SUSPENDED']);
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['ACCOUNT_SUSPENDED']);
    const sessions = await auth.ask('{ me { sessions { id } } }', {}, caller);
    expect(sessions.data.me.sessions).toEqual([]);
    expect((await accountOf(userId))?.authVersion).toBe(2);
    expect(await auth.eventsOf(userId)).toEqual([
      'USER_REGISTERED',
      'USER_AUTHENTICATED',
      'USER_AUTHENTICATED',
      'SESSION_REVOKED',
      'SESSION_REVOKED',
      'USER_SUSPENDED',
    ]);
    const log = await auth.connection.collection('audit_log').findOne({ action: 'USER_SUSPENDED', targetId: userId });
    expect(log).toMatchObject({ actorId: admin.userId, details: { reason: REASON } });
  });

  it('is told so in its language, and neither why nor by whom', async () => {
    const { userId, email } = await auth.signUp();
    await suspend(userId);
    for (const [language, sentence] of [
      ['fr', /^Ce compte est suspendu\. .*l’équipe de DoctorPy\.$/],
      ['en', /^This account is suspended\. .*the DoctorPy team\.$/],
    ] as const) {
      const answer = await login(email, { language });
      expect(answer.errors?.[0]?.message).toMatch(sentence);
      expect(JSON.stringify(answer)).not.toContain(REASON);
      expect(JSON.stringify(answer)).not.toContain(admin.userId);
    }
  });

  it('is known as such only to who knows the password', async () => {
    const { userId, email } = await auth.signUp();
    await suspend(userId);
    expect(codesOf(await login(email, {}, 'a wrong guess'))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('comes back by itself when its suspension ends, and is told when that will be', async () => {
    const { userId, email } = await auth.signUp();
    await suspend(userId, { until: inHours(2) });
    const answer = await login(email);
    expect(codesOf(answer)).toEqual(['ACCOUNT_SUSPENDED']);
    expect(answer.errors?.[0]?.message).toMatch(/^Ce compte est suspendu jusqu’au \d{1,2} \S+ \d{4} à \d\d:\d\d\./);
    const wait = Number(answer.errors?.[0]?.extensions.retryAfterSeconds);
    expect(wait).toBeGreaterThan(7_000);
    expect(wait).toBeLessThanOrEqual(7_200);
    auth.passSeconds(7_201);
    expect((await login(email)).errors).toBeUndefined();
    const users = `{ users(search: "${email}") { edges { node { suspension { reason } } } } }`;
    const { data } = await auth.ask(users, {}, admin.caller);
    expect(data.users.edges).toEqual([{ node: { suspension: null } }]);
  });

  it('is reinstated, with a new sign-in', async () => {
    const { userId, email, refreshToken } = await auth.signUp();
    await suspend(userId);
    expect((await reinstate(userId)).data.reinstateUser.suspension).toBeNull();
    expect((await login(email)).errors).toBeUndefined();
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['SESSION_REVOKED']);
    await reinstate(userId);
    const log = auth.connection.collection('audit_log');
    expect(await log.countDocuments({ action: 'USER_REINSTATED', targetId: userId })).toBe(1);
  });

  it('keeps no session that was being opened at the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { userId, email } = await auth.signUp();
      await Promise.all([login(email), login(email), suspend(userId), login(email)]);
      expect(await auth.connection.collection('sessions').countDocuments({ userId, revokedAt: null })).toBe(0);
    }
  });

  it('shows its suspension to administrators only', async () => {
    const { userId, caller } = await auth.signUp();
    await suspend(userId);
    const query = `query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { suspension { reason } } } }`;
    const users = [{ __typename: 'User', id: userId }];
    expect(codesOf(await auth.ask(query, { users }))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await auth.ask(query, { users }, caller))).toEqual(['FORBIDDEN']);
    const { data } = await auth.ask(query, { users }, admin.caller);
    expect(data._entities).toEqual([{ suspension: { reason: REASON } }]);
  });
});

describe('suspending', () => {
  it('is for administrators', async () => {
    const [{ userId }, author] = [await auth.signUp(), await auth.promoted('AUTHOR')];
    for (const attempt of [suspend, (id: string, _: object, caller: object) => reinstate(id, caller)]) {
      expect(codesOf(await attempt(userId, {}, {}))).toEqual(['UNAUTHENTICATED']);
      expect(codesOf(await attempt(userId, {}, author.caller))).toEqual(['FORBIDDEN']);
    }
  });

  it.each([
    ['without a reason', { reason: '  ' }, 'REASON_LENGTH'],
    ['with a novel for a reason', { reason: 'x'.repeat(501) }, 'REASON_LENGTH'],
    ['until yesterday', { until: inHours(-24) }, 'UNTIL_PAST'],
  ])('is refused %s', async (_case, more, code) => {
    const { userId } = await auth.signUp();
    const answer = await suspend(userId, more);
    expect(answer.errors?.[0]?.extensions.fields?.map((field) => field.code)).toEqual([code]);
    expect((await accountOf(userId))?.authVersion).toBe(1);
  });

  it('finds nobody where there is nobody', async () => {
    expect(codesOf(await suspend('{"$gt": ""}'))).toEqual(['NOT_FOUND']);
    expect(codesOf(await reinstate('nobody'))).toEqual(['NOT_FOUND']);
  });

  it('oneself is refused, and so is coming back with a token from before', async () => {
    const other = await auth.promoted('ADMIN');
    expect(codesOf(await suspend(other.userId, {}, other.caller))).toEqual(['BAD_USER_INPUT']);
    await suspend(other.userId);
    expect(codesOf(await reinstate(other.userId, other.caller))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await login(other.email))).toEqual(['ACCOUNT_SUSPENDED']);
  });

  it('leaves an administrator, also when two suspend each other at once', async () => {
    await auth.connection.collection('accounts').updateMany({}, { $set: { roles: ['LEARNER'] } });
    const [one, other] = [await auth.promoted('ADMIN'), await auth.promoted('ADMIN')];
    const answers = await Promise.all([suspend(one.userId, {}, other.caller), suspend(other.userId, {}, one.caller)]);
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    const survivor = (await accountOf(one.userId))?.authVersion === 1 ? one : other;
    const revoke = `mutation { revokeRole(userId: "${survivor.userId}", role: ADMIN) { id } }`;
    expect(codesOf(await auth.ask(revoke, {}, survivor.caller))).toEqual(['CONFLICT']);
  });
});
