import type { Caller } from '@doctorpy/service-kit/caller';
import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PASSWORD, type SignedUp } from '../environment.js';
import { NEW_PASSWORD } from '../recovery/mail-environment.js';
import {
  callerFrom,
  type SecondFactorEnvironment,
  STATE,
  secondFactorEnvironment,
} from '../second-factor/environment.js';

// Whole stories, of a dozen passwords each.
jest.setTimeout(120_000);

let auth: SecondFactorEnvironment;
let thieves = 0;
beforeAll(async () => {
  auth = await secondFactorEnvironment();
});
afterAll(() => auth.close());

const DELETE = 'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { dueAt } }';
const deletionOf = async (caller: Partial<Caller>) =>
  dataOf(await auth.ask('{ me { deletion { dueAt } } }', {}, caller)).me.deletion;
const secondFactorOf = async (caller: Partial<Caller>) =>
  dataOf(await auth.ask(STATE, {}, caller)).me.secondFactor.enabledAt;

/** A mail to this address whose link leads to this page; what came before is passed over. */
async function tokenFor(email: string, page: string): Promise<string> {
  for (;;) {
    const { link, token } = await auth.mailbox.next(email);
    if (link.pathname === page) return token;
  }
}

/** The thief, signed in with the owner's password, moves the account away; what comes to the owner is the way back. */
async function stolen(owner: SignedUp): Promise<{ thief: Caller; undo: string; thiefsEmail: string }> {
  thieves += 1;
  const thiefsEmail = `voleur${thieves}@example.org`;
  const thief = callerFrom(await auth.login(owner.email, PASSWORD));
  await auth.mutate('requestEmailChange', { input: { newEmail: thiefsEmail, password: PASSWORD } }, thief);
  await auth.mutate('confirmEmailChange', { token: await tokenFor(thiefsEmail, '/confirmer-email') });
  return { thief, undo: await tokenFor(owner.email, '/annuler-changement-email'), thiefsEmail };
}

/** Undoes the change of address and chooses another password, as the mails say. */
async function takenBack({ email }: SignedUp, undo: string): Promise<void> {
  expect(codesOf(await auth.mutate('undoEmailChange', { token: undo }))).toEqual([]);
  const token = await tokenFor(email, '/nouveau-mot-de-passe');
  expect(codesOf(await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } }))).toEqual([]);
}

describe('an account that was stolen by its password and taken back by the mail at the old address', () => {
  it('does not keep its owner out by a second factor that the thief has enabled since', async () => {
    const owner = await auth.newcomer();
    const { thief, undo } = await stolen(owner);
    await auth.enrol(thief);
    await takenBack(owner, undo);
    const answer = await auth.login(owner.email, NEW_PASSWORD);
    expect(codesOf(answer)).toEqual([]);
    expect(await secondFactorOf(callerFrom(answer))).toBeNull();
  });

  it('keeps a second factor that its owner had before', async () => {
    const owner = await auth.newcomer();
    await auth.mutate('verifyEmail', { token: owner.verification });
    await auth.enrolled(owner);
    const thiefsEmail = 'voleuse@example.org';
    const input = { newEmail: thiefsEmail, password: PASSWORD };
    await auth.mutate('requestEmailChange', { input }, owner.caller);
    await auth.mutate('confirmEmailChange', { token: await tokenFor(thiefsEmail, '/confirmer-email') });
    await takenBack(owner, await tokenFor(owner.email, '/annuler-changement-email'));
    expect(codesOf(await auth.login(owner.email, NEW_PASSWORD))).toEqual(['MFA_REQUIRED']);
  });

  it('is not deleted later, as the thief has asked for where the owner could not read of it', async () => {
    const owner = await auth.newcomer();
    const { thief, undo } = await stolen(owner);
    expect(codesOf(await auth.ask(DELETE, { input: { password: PASSWORD } }, thief))).toEqual([]);
    await takenBack(owner, undo);
    expect(await deletionOf(callerFrom(await auth.login(owner.email, NEW_PASSWORD)))).toBeNull();
    expect(await auth.eventsOf(owner.userId)).toContain('USER_DELETION_CANCELLED');
  });

  it('is still deleted when its owner had asked for it before', async () => {
    const owner = await auth.newcomer();
    expect(codesOf(await auth.ask(DELETE, { input: { password: PASSWORD } }, owner.caller))).toEqual([]);
    const { undo } = await stolen(owner);
    await takenBack(owner, undo);
    expect(await deletionOf(callerFrom(await auth.login(owner.email, NEW_PASSWORD)))).not.toBeNull();
  });
});

describe('an account that an attacker registered in advance, with a second factor, at the address of somebody else', () => {
  it('does not keep out the owner of the address, who resets its password by mail', async () => {
    const { email } = await auth.enrolled();
    await auth.mutate('requestPasswordReset', { email });
    const token = await tokenFor(email, '/nouveau-mot-de-passe');
    await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } });
    const answer = await auth.login(email, NEW_PASSWORD);
    expect(codesOf(answer)).toEqual([]);
    expect(await secondFactorOf(callerFrom(answer))).toBeNull();
  });

  it('is no way around the second factor of an address that was proved, nor of somebody with a role', async () => {
    const proved = await auth.newcomer();
    await auth.mutate('verifyEmail', { token: proved.verification });
    const author = await auth.promoted('AUTHOR');
    for (const owner of [proved, author]) {
      await auth.enrolled(owner);
      await auth.mutate('requestPasswordReset', { email: owner.email });
      const token = await tokenFor(owner.email, '/nouveau-mot-de-passe');
      await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } });
      expect(codesOf(await auth.login(owner.email, NEW_PASSWORD))).toEqual(['MFA_REQUIRED']);
    }
  });
});

describe('the ghost of a deleted account', () => {
  it('has no access token left: the one of a sign-in during the grace period is refused', async () => {
    const admin = await auth.promoted('ADMIN');
    await auth.promoted('ADMIN');
    expect(codesOf(await auth.ask(DELETE, { input: { password: PASSWORD } }, admin.caller))).toEqual([]);
    expect(codesOf(await auth.login(admin.email, PASSWORD))).toEqual([]);
    const accounts = auth.connection.collection<{ _id: string }>('accounts');
    await accounts.updateOne({ _id: admin.userId }, { $set: { 'deletion.dueAt': new Date(0) } });
    await waitFor(async () => (await accounts.findOne({ _id: admin.userId })) === null, {
      what: 'the deletion',
      timeoutMs: 20_000,
    });
    // Tokens of version 1 were given: every older one than this is refused.
    expect(await auth.staleVersions(admin.userId)).toEqual([2]);
  });
});
