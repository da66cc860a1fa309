import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cookieOf, tokenOf } from './browser-answer.js';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN, PASSWORD, REFRESH, REGISTER } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const DAY = 86_400;
const refresh = (token: string | null) => auth.askInBrowser(token, REFRESH);

/** Somebody signed in with a browser, and what its cookie holds. */
async function inBrowser() {
  const { email, userId } = await auth.signUp();
  const answer = await auth.askInBrowser(null, LOGIN, { input: { email, password: PASSWORD } });
  return { email, userId, answer, token: tokenOf(answer), caller: callerOf(answer.data.login.accessToken) };
}

describe('a session in a browser', () => {
  it('keeps its refresh token out of answers, for as long as the session lasts', async () => {
    const { answer, token } = await inBrowser();
    expect(answer.data.login.refreshToken).toBeNull();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(answer.data)).not.toContain(token);
    const days = (Date.parse(cookieOf(answer)?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(14, 1);
  });

  it('begins with registering, too', async () => {
    const input = { email: 'navigateur@example.org', password: PASSWORD, displayName: 'Léa' };
    const answer = await auth.askInBrowser(null, REGISTER, { input });
    expect(answer.data.register.refreshToken).toBeNull();
    expect((await refresh(tokenOf(answer))).data.refreshSession.user.id).toBe(answer.data.register.user.id);
  });

  it('is refreshed from the cookie, which then holds the next token', async () => {
    const { token, userId } = await inBrowser();
    const answer = await refresh(token);
    expect(answer.data.refreshSession).toMatchObject({ refreshToken: null, user: { id: userId } });
    expect(tokenOf(answer)).not.toBe(token);
    expect((await refresh(tokenOf(answer))).errors).toBeUndefined();
  });

  it('lives on when fifty tabs refresh it at once: all of their cookies hold one token, which is good', async () => {
    const { token } = await inBrowser();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(token)));
    expect(answers.flatMap(codesOf)).toEqual([]);
    const kept = new Set(answers.map(tokenOf));
    expect(kept.size).toBe(1);
    expect((await refresh([...kept][0] ?? '')).errors).toBeUndefined();
  });

  it.each(['mutation { logout }', 'mutation { revokeAllSessions }'])('takes its cookie along: %s', async (mutation) => {
    const { token, caller } = await inBrowser();
    expect(cookieOf(await auth.askInBrowser(token, mutation, {}, caller))).toBeNull();
    expect(codesOf(await refresh(token))).toEqual(['SESSION_REVOKED']);
  });

  it('takes its cookie along when it is ended by its id, and leaves it when another one is', async () => {
    const { token, caller, email } = await inBrowser();
    const other = await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    const revoke = (id: string | null) =>
      auth.askInBrowser(token, 'mutation ($id: ID!) { revokeSession(id: $id) }', { id }, caller);
    expect(cookieOf(await revoke(callerOf(other.data.login.accessToken).sessionId))).toBeUndefined();
    expect(cookieOf(await revoke(caller.sessionId))).toBeNull();
  });

  it('loses its cookie when the token in it is refused for good', async () => {
    const { token, caller } = await inBrowser();
    await auth.ask('mutation { logout }', {}, caller);
    for (const useless of [token, 'A'.repeat(43), 'nonsense']) expect(cookieOf(await refresh(useless))).toBeNull();
  });

  it('asks a browser without a cookie to sign in', async () => {
    expect(codesOf(await refresh(null))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('the two modes cannot be taken for one another', () => {
  it('a token from a cookie is none in an argument, and is not used up by that', async () => {
    const { token } = await inBrowser();
    expect(codesOf(await auth.ask(REFRESH, { token }))).toEqual(['UNAUTHENTICATED']);
    expect((await refresh(token)).errors).toBeUndefined();
  });

  it('session fixation: a token of the other mode that somebody planted in the cookie is refused and removed', async () => {
    const mallory = await auth.signUp('Mallory');
    const answer = await refresh(mallory.refreshToken);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(cookieOf(answer)).toBeNull();
  });

  it('session fixation: signing in takes over no session that a cookie brought along', async () => {
    const mallory = await inBrowser();
    const { email, userId } = await auth.signUp();
    const answer = await auth.askInBrowser(mallory.token, LOGIN, { input: { email, password: PASSWORD } });
    const caller = callerOf(answer.data.login.accessToken);
    expect(caller.userId).toBe(userId);
    expect(caller.sessionId).not.toBe(mallory.caller.sessionId);
    expect(tokenOf(answer)).not.toBe(mallory.token);
    expect((await refresh(tokenOf(answer))).data.refreshSession.user.id).toBe(userId);
  });

  it('an argument beside a cookie is refused', async () => {
    const { token } = await inBrowser();
    const { refreshToken } = await auth.signUp();
    const answer = await auth.askInBrowser(token, REFRESH, { token: refreshToken });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(cookieOf(answer)).toBeUndefined();
  });
});

describe('an access token', () => {
  const lifetimeOf = (accessToken: string) => {
    const { iat, exp } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
    return exp - iat;
  };

  it('does not outlive its session', async () => {
    let { refreshToken } = await auth.signUp();
    const renew = async () => (await auth.ask(REFRESH, { token: refreshToken })).data.refreshSession;
    for (let n = 0; n < 2; n += 1) {
      auth.passSeconds(13 * DAY);
      refreshToken = (await renew()).refreshToken;
    }
    auth.passSeconds(4 * DAY - 300);
    const { accessToken } = await renew();
    expect(lifetimeOf(accessToken)).toBeGreaterThan(200);
    expect(lifetimeOf(accessToken)).toBeLessThanOrEqual(300);
  });

  it('does not outlive the time a session may go unused', async () => {
    const short = await auth.restart({ AUTH_SESSION_IDLE_SECONDS: '120' }, { keepFirst: true });
    try {
      const input = { email: 'oisif@example.org', password: PASSWORD, displayName: 'Léa' };
      const { accessToken, refreshToken } = (await short.ask(REGISTER, { input })).data.register;
      expect(lifetimeOf(accessToken)).toBeLessThanOrEqual(120);
      const renewed = (await short.ask(REFRESH, { token: refreshToken })).data.refreshSession;
      expect(lifetimeOf(renewed.accessToken)).toBeLessThanOrEqual(120);
    } finally {
      await short.close();
    }
  });

  it('of a session that has just expired is revoked by logging out', async () => {
    const { caller } = await auth.signUp();
    auth.passSeconds(14 * DAY + 60);
    expect((await auth.ask('mutation { logout }', {}, caller)).data.logout).toBe(true);
    const records = auth.connection.collection<{ _id: string }>('revocations');
    expect(await records.findOne({ _id: `session:${caller.sessionId}` })).not.toBeNull();
  });
});
