import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cookieOf, tokenOf } from '../browser-answer.js';
import { callerOf, REFRESH } from '../environment.js';
import { type Authenticator, STATE, withAuthenticator } from '../second-factor/environment.js';
import { FINISH, type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

let auth: OpenIdEnvironment & Authenticator;
beforeAll(async () => {
  const settings = { AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '1000', MFA_REQUIRED_ROLES: 'ADMIN' };
  auth = withAuthenticator(await openIdEnvironment(settings));
});
afterAll(() => auth.close());

const finishInBrowser = (input: object, token: string | null = null) => auth.askInBrowser(token, FINISH, { input });
const refresh = (token: string) => auth.askInBrowser(token, REFRESH);

/** Somebody who comes back from a provider in a browser. */
async function arrived(subject: string) {
  return finishInBrowser(await auth.visit(await auth.begin(), subject));
}

describe('a browser that comes back from a provider', () => {
  it('gets the refresh token in its cookie, and in no answer', async () => {
    const answer = await arrived(auth.person().subject);
    const { refreshToken, user } = dataOf(answer).finishOpenIdSignIn;
    expect(refreshToken).toBeNull();
    expect(tokenOf(answer)).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(answer.data)).not.toContain(tokenOf(answer));
    expect(dataOf(await refresh(tokenOf(answer))).refreshSession.user.id).toBe(user.id);
    expect(codesOf(await auth.ask(REFRESH, { token: tokenOf(answer) }))).toEqual(['UNAUTHENTICATED']);
  });

  it('keeps the cookie it has when it is asked for a code, and gets another with it', async () => {
    const { subject } = auth.person();
    const first = await arrived(subject);
    const caller = callerOf(dataOf(first).finishOpenIdSignIn.accessToken);
    const { secret } = await auth.enrol(caller, null);
    const answer = await auth.visit(await auth.begin(), subject);
    const refused = await finishInBrowser(answer, tokenOf(first));
    expect(codesOf(refused)).toEqual(['MFA_REQUIRED']);
    expect(cookieOf(refused)).toBeUndefined();
    const second = await finishInBrowser({ ...answer, totpCode: auth.code(secret) }, tokenOf(first));
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    expect(codesOf(await refresh(tokenOf(second)))).toEqual([]);
  });

  it('gets no role that waits for a second factor, neither then nor by a refresh, until there is one', async () => {
    const { subject } = auth.person();
    const { userId } = await auth.signedIn(subject);
    const accounts = auth.connection.collection<{ _id: string }>('accounts');
    await accounts.updateOne({ _id: userId }, { $set: { roles: ['LEARNER', 'ADMIN'] } });
    const withheld = { roles: ['LEARNER'], withheldRoles: ['ADMIN'] };

    const answer = await arrived(subject);
    const caller = callerOf(dataOf(answer).finishOpenIdSignIn.accessToken);
    expect(caller).toMatchObject(withheld);
    expect(codesOf(await auth.ask('{ users(first: 1) { totalCount } }', {}, caller))).toEqual(['MFA_REQUIRED']);
    const renewed = await refresh(tokenOf(answer));
    expect(callerOf(dataOf(renewed).refreshSession.accessToken)).toMatchObject(withheld);

    const { secret } = await auth.enrol(caller, null);
    const last = await refresh(tokenOf(renewed));
    const all = { roles: ['LEARNER', 'ADMIN'], withheldRoles: [] };
    expect(callerOf(dataOf(last).refreshSession.accessToken)).toMatchObject(all);
    const next = await auth.visit(await auth.begin(), subject);
    const signedIn = dataOf(await finishInBrowser({ ...next, totpCode: auth.code(secret) })).finishOpenIdSignIn;
    expect(callerOf(signedIn.accessToken)).toMatchObject(all);
    expect(dataOf(await auth.ask(STATE, {}, callerOf(signedIn.accessToken))).me.secondFactor.required).toBe(true);
  });

  it('loses the cookie with the account', async () => {
    const answer = await arrived(auth.person().subject);
    const caller = callerOf(dataOf(answer).finishOpenIdSignIn.accessToken);
    const DELETE = 'mutation { deleteMyAccount(input: {}) { dueAt } }';
    const deleted = await auth.askInBrowser(tokenOf(answer), DELETE, {}, caller);
    expect(codesOf(deleted)).toEqual([]);
    expect(cookieOf(deleted)).toBeNull();
    expect(codesOf(await refresh(tokenOf(answer)))).toEqual(['SESSION_REVOKED']);
  });
});
