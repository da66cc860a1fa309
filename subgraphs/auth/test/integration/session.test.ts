import { createHash } from 'node:crypto';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN, PASSWORD, REFRESH } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const refresh = (token: string | null) => auth.ask(REFRESH, { token });
const DAY = 86_400;

describe('a refresh token', () => {
  it('is exchanged for new tokens of the same session', async () => {
    const { refreshToken, caller, userId } = await auth.signUp();
    const { data } = await refresh(refreshToken);
    expect(data.refreshSession.refreshToken).not.toBe(refreshToken);
    expect(callerOf(data.refreshSession.accessToken)).toMatchObject({ userId, sessionId: caller.sessionId });
    const next = await refresh(data.refreshSession.refreshToken);
    expect(next.errors).toBeUndefined();
  });

  it('gives one successor to fifty requests at once', async () => {
    const { refreshToken } = await auth.signUp();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)));
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.refreshSession.refreshToken)).size).toBe(1);
    expect((await refresh(answers[0]?.data.refreshSession.refreshToken)).errors).toBeUndefined();
  });

  it('gives its successor again when the answer got lost', async () => {
    const { refreshToken } = await auth.signUp();
    const first = await refresh(refreshToken);
    auth.passSeconds(5);
    const again = await refresh(refreshToken);
    expect(again.data.refreshSession.refreshToken).toBe(first.data.refreshSession.refreshToken);
  });

  it('ends its session when it comes back after the grace time', async () => {
    const { refreshToken, userId } = await auth.signUp();
    const { data } = await refresh(refreshToken);
    auth.passSeconds(11);
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await refresh(data.refreshSession.refreshToken))).toEqual(['SESSION_REVOKED']);
    expect((await auth.eventsOf(userId)).at(-1)).toBe('SESSION_REVOKED');
  });

  it('ends its session when it comes back after its successor was used', async () => {
    const { refreshToken } = await auth.signUp();
    const second = (await refresh(refreshToken)).data.refreshSession.refreshToken;
    const third = (await refresh(second)).data.refreshSession.refreshToken;
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await refresh(third))).toEqual(['SESSION_REVOKED']);
  });

  it('leaves the other sessions of its owner alone when it is stolen', async () => {
    const { email, refreshToken } = await auth.signUp();
    const other = await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    await refresh(refreshToken);
    auth.passSeconds(11);
    await refresh(refreshToken);
    expect((await refresh(other.data.login.refreshToken)).errors).toBeUndefined();
  });

  it('expires when the session is not used for long', async () => {
    const { refreshToken } = await auth.signUp();
    auth.passSeconds(15 * DAY);
    expect(codesOf(await refresh(refreshToken))).toEqual(['TOKEN_EXPIRED']);
  });

  it('expires thirty days after the sign-in, however much the session is used', async () => {
    let token = (await auth.signUp()).refreshToken;
    for (let week = 0; week < 4; week += 1) {
      auth.passSeconds(7 * DAY);
      token = (await refresh(token)).data.refreshSession.refreshToken;
    }
    auth.passSeconds(2 * DAY);
    expect(codesOf(await refresh(token))).toEqual(['TOKEN_EXPIRED']);
  });

  it.each([
    ['unknown', 'A'.repeat(43)],
    ['an operator', '{"$gt": ""}'],
    ['the hash that is stored', createHash('sha256').update('x').digest('hex')],
    ['enormous', 'A'.repeat(100_000)],
    ['an unsigned JWT', jsonwebtoken.sign({ sub: 'x' }, '', { algorithm: 'none' })],
    ['a forged JWT', jsonwebtoken.sign({ sub: 'x' }, 'guessed')],
  ])('is refused when it is %s', async (_case, token) => {
    expect(codesOf(await refresh(token))).toEqual(['UNAUTHENTICATED']);
  });

  it('is asked for when it is missing', async () => {
    expect(codesOf(await refresh(null))).toEqual(['BAD_USER_INPUT']);
  });

  it('is refused when it is an access token', async () => {
    const { accessToken } = await auth.signUp();
    expect(codesOf(await refresh(accessToken))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('the sessions of a user', () => {
  const SESSIONS = '{ me { sessions { id current ip userAgent createdAt expiresAt } } }';

  it('are listed, and the one of the request is marked', async () => {
    const { email, caller } = await auth.signUp();
    const elsewhere = { ip: '2001:db8::1', userAgent: 'tablet' };
    const login = await auth.ask(LOGIN, { input: { email, password: PASSWORD } }, elsewhere);
    const { data } = await auth.ask(SESSIONS, {}, caller);
    const other = callerOf(login.data.login.accessToken).sessionId;
    expect(data.me.sessions).toHaveLength(2);
    expect(data.me.sessions).toContainEqual(expect.objectContaining({ id: caller.sessionId, current: true }));
    expect(data.me.sessions).toContainEqual(expect.objectContaining({ id: other, current: false, ...elsewhere }));
  });

  it('end with logout: the refresh token is worth nothing then', async () => {
    const { caller, refreshToken, userId } = await auth.signUp();
    expect((await auth.ask('mutation { logout }', {}, caller)).data.logout).toBe(true);
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect((await auth.ask(SESSIONS, {}, caller)).data.me.sessions).toEqual([]);
    expect((await auth.eventsOf(userId)).at(-1)).toBe('SESSION_REVOKED');
    expect((await auth.ask('mutation { logout }', {}, caller)).data.logout).toBe(true);
  });

  it('end one by one, for their owner only', async () => {
    const [lea, tom] = [await auth.signUp(), await auth.signUp('Tom')];
    const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }';
    const id = tom.caller.sessionId;
    expect(codesOf(await auth.ask(revoke, { id }, lea.caller))).toEqual(['NOT_FOUND']);
    expect((await refresh(tom.refreshToken)).errors).toBeUndefined();
    expect((await auth.ask(revoke, { id }, tom.caller)).data.revokeSession).toBe(true);
    expect(codesOf(await auth.ask(revoke, { id }, tom.caller))).toEqual(['NOT_FOUND']);
    expect(codesOf(await auth.ask(revoke, { id: '{"$gt": ""}' }, tom.caller))).toEqual(['NOT_FOUND']);
  });

  it('end all together, and are counted', async () => {
    const { email, caller, refreshToken, userId } = await auth.signUp();
    for (let n = 0; n < 2; n += 1) await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    expect((await auth.ask('mutation { revokeAllSessions }', {}, caller)).data.revokeAllSessions).toBe(3);
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect((await auth.eventsOf(userId)).filter((name) => name === 'SESSION_REVOKED')).toHaveLength(3);
  });

  it.each(['logout', 'revokeAllSessions', 'revokeSession(id: "x")', 'updateProfile(input: {}) { id }'])(
    'cannot be touched by an anonymous caller: %s',
    async (field) => {
      expect(codesOf(await auth.ask(`mutation { ${field} }`))).toEqual(['UNAUTHENTICATED']);
    },
  );
});
