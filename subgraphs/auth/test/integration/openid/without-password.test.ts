import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerOf } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import {
  type Authenticator,
  DISABLE,
  REGENERATE,
  START,
  STATE,
  withAuthenticator,
} from '../second-factor/environment.js';
import { type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

let auth: OpenIdEnvironment & Authenticator;
beforeAll(async () => {
  auth = withAuthenticator(await openIdEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '1000' }));
});
afterAll(() => auth.close());

const DELETE = 'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { dueAt } }';
const accounts = () => auth.connection.collection<{ _id: string; deletion: object | null }>('accounts');
const TOO_OLD = ['SIGN_IN_TOO_OLD'];

/** Signs in once more through the provider, with a code. */
async function again(subject: string, totpCode: string) {
  const answer = await auth.visit(await auth.begin(), subject);
  return callerOf(dataOf(await auth.finish({ ...answer, totpCode })).finishOpenIdSignIn.accessToken);
}

describe('somebody without a password', () => {
  it('enables and disables a second factor from a session that has just begun, and from no older one', async () => {
    const { subject } = auth.person();
    const first = await auth.signedIn(subject);
    auth.passSeconds(601);
    expect(fieldCodes(await auth.ask(START, {}, first.caller))).toEqual(TOO_OLD);

    const { caller } = await auth.signedIn(subject);
    const { secret } = await auth.enrol(caller, null);
    expect(dataOf(await auth.ask(STATE, {}, caller)).me.secondFactor.enabledAt).not.toBeNull();

    auth.passSeconds(601);
    const disable = (from: typeof caller) => auth.ask(DISABLE, { input: { totpCode: auth.code(secret) } }, from);
    expect(fieldCodes(await disable(caller))).toEqual(TOO_OLD);
    const fresh = await again(subject, auth.code(secret));
    expect(codesOf(await auth.ask(DISABLE, { input: {} }, fresh))).toEqual(['MFA_REQUIRED']);
    expect(dataOf(await disable(fresh)).disableTotp.secondFactor.enabledAt).toBeNull();
    expect(codesOf(await auth.signIn('', {}))).toEqual(['INVALID_CREDENTIALS']);
    expect((await auth.signedIn(subject)).userId).toBe(first.userId);
  });

  it('is let in nowhere by a password made up on the spot', async () => {
    const { caller } = await auth.signedIn(auth.person().subject);
    const { secret } = await auth.enrol(caller, null);
    auth.passSeconds(601);
    const refused = await auth.ask(REGENERATE, { code: auth.code(secret) }, caller);
    expect(fieldCodes(refused)).toEqual(TOO_OLD);
  });

  it('proves nothing by a session that was ended, however young it is', async () => {
    const { caller, userId } = await auth.signedIn(auth.person().subject);
    expect(dataOf(await auth.ask('mutation { revokeAllSessions }', {}, caller))).toBeTruthy();
    expect(fieldCodes(await auth.ask(START, {}, caller))).toEqual(TOO_OLD);
    expect(fieldCodes(await auth.ask(DELETE, { input: {} }, caller))).toEqual(TOO_OLD);
    expect((await accounts().findOne({ _id: userId }))?.deletion).toBeNull();
  });

  it('deletes the account from a session that has just begun, and may come back through the provider', async () => {
    const { subject } = auth.person();
    const old = await auth.signedIn(subject);
    auth.passSeconds(601);
    expect(fieldCodes(await auth.ask(DELETE, { input: {} }, old.caller))).toEqual(TOO_OLD);
    const { caller } = await auth.signedIn(subject);
    expect(dataOf(await auth.ask(DELETE, { input: {} }, caller)).deleteMyAccount.dueAt).toEqual(expect.any(String));

    const back = await auth.signedIn(subject);
    expect(back.userId).toBe(old.userId);
    const deletionOf = async () => dataOf(await auth.ask('{ me { deletion { dueAt } } }', {}, back.caller)).me.deletion;
    expect(await deletionOf()).not.toBeNull();
    dataOf(await auth.ask('mutation { cancelAccountDeletion }', {}, back.caller));
    expect(await deletionOf()).toBeNull();
  });

  it('is somebody new to the provider’s next sign-in once the account is gone', async () => {
    const { subject, email } = auth.person();
    const { caller, userId } = await auth.signedIn(subject);
    dataOf(await auth.ask(DELETE, { input: {} }, caller));
    await accounts().updateOne({ _id: userId }, { $set: { 'deletion.dueAt': new Date(0) } });
    await waitFor(async () => (await accounts().findOne({ _id: userId })) === null, {
      what: 'the deletion',
      timeoutMs: 20_000,
    });
    const stranger = await auth.signedIn(subject);
    expect(stranger.userId).not.toBe(userId);
    expect(await auth.accounts(email)).toBe(1);
  });

  it('gets a password by a reset, which is asked for from then on, and keeps the second factor', async () => {
    const { subject, email } = auth.person();
    const { caller } = await auth.signedIn(subject);
    const { secret } = await auth.enrol(caller, null);
    await auth.mailbox.next(email);
    await auth.mutate('requestPasswordReset', { email });
    const { token } = await auth.mailbox.next(email);
    const password = 'des mots choisis plus tard';
    dataOf(await auth.mutate('resetPassword', { input: { token, password } }));
    expect(codesOf(await auth.signIn(email, { password }))).toEqual(['MFA_REQUIRED']);
    const fresh = await again(subject, auth.code(secret));
    const input = { totpCode: auth.code(secret) };
    expect(fieldCodes(await auth.ask(DISABLE, { input }, fresh))).toEqual(['PASSWORD_REQUIRED']);
    expect(codesOf(await auth.ask(DISABLE, { input: { ...input, password } }, fresh))).toEqual([]);
  });
});
