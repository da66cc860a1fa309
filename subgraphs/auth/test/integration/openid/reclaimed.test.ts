import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import { type Authenticator, CONFIRM, START, withAuthenticator } from '../second-factor/environment.js';
import { type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

let auth: OpenIdEnvironment & Authenticator;
beforeAll(async () => {
  auth = withAuthenticator(await openIdEnvironment());
});
afterAll(() => auth.close());

const DELETE = 'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { dueAt } }';
const accounts = () => auth.connection.collection<{ _id: string; secondFactorAt: Date | null }>('accounts');
const factors = () => auth.connection.collection<{ _id: string }>('second_factors');

/** The victim, whom a provider vouches for, takes the address back from `squatterId`. */
async function claimed(email: string) {
  const { subject } = auth.person('google', { email });
  const flow = await auth.visit(await auth.begin(), subject);
  const { user } = dataOf(await auth.finish({ ...flow, claimAddress: true })).finishOpenIdSignIn;
  return { subject, userId: String(user.id) };
}

describe('a squatter whose account was closed by the owner of its address', () => {
  it('loses the second factor with it, which never stands between the owner and the new account', async () => {
    const squatter = await auth.enrolled();
    const owner = await claimed(squatter.email);
    expect(owner.userId).not.toBe(squatter.userId);
    expect(await factors().findOne({ _id: squatter.userId })).toBeNull();
    expect((await accounts().findOne({ _id: squatter.userId }))?.secondFactorAt).toBeNull();
    const proof = { totpCode: auth.code(squatter.secret) };
    expect(codesOf(await auth.signIn(squatter.email, proof))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.signIn(squatter.email, { recoveryCode: squatter.codes[0] }))).toEqual([
      'INVALID_CREDENTIALS',
    ]);
    expect((await auth.signedIn(owner.subject)).userId).toBe(owner.userId);
  });

  it('can neither finish an enrolment, nor begin one, nor delete, with what is left of their session', async () => {
    const squatter = await auth.newcomer();
    const { secret } = dataOf(await auth.ask(START, { password: PASSWORD }, squatter.caller)).startTotpEnrolment;
    await claimed(squatter.email);
    expect(codesOf(await auth.ask(CONFIRM, { code: auth.code(secret) }, squatter.caller))).toEqual(['CONFLICT']);
    expect(fieldCodes(await auth.ask(START, {}, squatter.caller))).toEqual(['SIGN_IN_TOO_OLD']);
    expect(fieldCodes(await auth.ask(DELETE, { input: {} }, squatter.caller))).toEqual(['SIGN_IN_TOO_OLD']);
    expect(codesOf(await auth.ask(REFRESH, { token: squatter.refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(await auth.staleVersions(squatter.userId)).toEqual([2]);
  });

  it('is deleted after the grace period, as if that had been asked for', async () => {
    const squatter = await auth.newcomer();
    await claimed(squatter.email);
    const closed = await accounts().findOne<{ deletion: { requestedAt: Date; dueAt: Date } }>({ _id: squatter.userId });
    const { requestedAt, dueAt } = closed?.deletion ?? { requestedAt: new Date(), dueAt: new Date() };
    expect(codesOf(await auth.ask('mutation { cancelAccountDeletion }', {}, squatter.caller))).toEqual(['NOT_FOUND']);
    expect((dueAt.getTime() - requestedAt.getTime()) / 86_400_000).toBe(14);
    expect(await auth.eventsOf(squatter.userId)).toContain('USER_DELETION_REQUESTED');
    await accounts().updateOne({ _id: squatter.userId }, { $set: { 'deletion.dueAt': new Date(0) } });
    await waitFor(async () => (await accounts().findOne({ _id: squatter.userId })) === null, {
      what: 'the deletion',
      timeoutMs: 20_000,
    });
    expect(await auth.eventsOf(squatter.userId)).toContain('USER_DELETED');
    expect(await auth.connection.collection('mails').countDocuments({ to: /reclaimed\.invalid$/ })).toBe(0);
  });

  it('takes nothing of the owner’s along when a deletion they had asked for falls due', async () => {
    const squatter = await auth.newcomer();
    dataOf(await auth.ask(DELETE, { input: { password: PASSWORD } }, squatter.caller));
    await auth.mailbox.next(squatter.email);
    const owner = await claimed(squatter.email);
    await auth.mutate('requestPasswordReset', { email: squatter.email });
    await auth.mailbox.next(squatter.email);

    await accounts().updateOne({ _id: squatter.userId }, { $set: { 'deletion.dueAt': new Date(0) } });
    await waitFor(async () => (await accounts().findOne({ _id: squatter.userId })) === null, {
      what: 'the deletion',
      timeoutMs: 20_000,
    });
    const back = await auth.signedIn(owner.subject);
    expect(back.userId).toBe(owner.userId);
    const deletion = dataOf(await auth.ask('{ me { deletion { dueAt } } }', {}, back.caller)).me.deletion;
    expect(deletion).toBeNull();
    const mails = auth.connection.collection('mails');
    expect(await mails.countDocuments({ to: squatter.email, kind: 'reset-password' })).toBe(1);
  });
});
