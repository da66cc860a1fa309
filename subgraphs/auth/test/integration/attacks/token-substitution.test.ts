import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, callerOf, REFRESH, type SignedUp } from '../environment.js';

let auth: AuthEnvironment;
let lea: SignedUp;
let zoe: SignedUp;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());
const signUpBoth = async () => {
  [lea, zoe] = [await auth.signUp('Léa'), await auth.signUp('Zoé')];
};
const SESSIONS = '{ me { sessions { id } } }';
const sessionsOf = async ({ caller }: SignedUp): Promise<string[]> =>
  (await auth.ask(SESSIONS, {}, caller)).data.me.sessions.map(({ id }: { id: string }) => id);

describe('token substitution between users', () => {
  beforeAll(signUpBoth);

  it('a refresh token gives tokens of its own user, whoever is signed in while it is used', async () => {
    const { data } = await auth.ask(REFRESH, { token: lea.refreshToken }, zoe.caller);
    expect(data.refreshSession.user.id).toBe(lea.userId);
    expect(callerOf(data.refreshSession.accessToken)).toMatchObject({
      userId: lea.userId,
      sessionId: lea.caller.sessionId,
    });
    lea = { ...lea, refreshToken: data.refreshSession.refreshToken };
    expect(await sessionsOf(zoe)).toEqual([zoe.caller.sessionId]);
  });

  it('neither kind of token passes for the other', async () => {
    for (const token of [lea.accessToken, zoe.accessToken]) {
      expect(codesOf(await auth.ask(REFRESH, { token }))).toEqual(['UNAUTHENTICATED']);
    }
    expect(() => callerOf(lea.refreshToken)).toThrow();
  });

  it('halves of two refresh tokens make none', async () => {
    const [first, second] = [lea.refreshToken, zoe.refreshToken];
    for (const token of [first.slice(0, 20) + second.slice(20), second.slice(0, 20) + first.slice(20)]) {
      expect(codesOf(await auth.ask(REFRESH, { token }))).toEqual(['UNAUTHENTICATED']);
    }
    expect((await auth.ask(REFRESH, { token: zoe.refreshToken })).data.refreshSession.user.id).toBe(zoe.userId);
  });

  it('a caller with the session of somebody else can neither end it nor see it', async () => {
    const mixed = { ...zoe.caller, sessionId: lea.caller.sessionId };
    expect(await auth.ask('mutation { logout }', {}, mixed)).toEqual({ data: { logout: true } });
    expect(await sessionsOf(lea)).toEqual([lea.caller.sessionId]);
    expect((await auth.ask(SESSIONS, {}, mixed)).data.me.sessions).toEqual([{ id: zoe.caller.sessionId }]);
    const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }';
    expect(codesOf(await auth.ask(revoke, { id: lea.caller.sessionId }, mixed))).toEqual(['NOT_FOUND']);
    expect((await auth.ask(REFRESH, { token: lea.refreshToken })).errors).toBeUndefined();
  });

  it('ending all one’s sessions leaves those of others alone', async () => {
    await signUpBoth();
    expect((await auth.ask('mutation { revokeAllSessions }', {}, zoe.caller)).data.revokeAllSessions).toBe(1);
    expect((await auth.ask(REFRESH, { token: lea.refreshToken })).errors).toBeUndefined();
    expect(codesOf(await auth.ask(REFRESH, { token: zoe.refreshToken }))).toEqual(['SESSION_REVOKED']);
  });
});
