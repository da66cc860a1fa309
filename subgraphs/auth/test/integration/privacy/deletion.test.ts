import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH, REGISTER, type SignedUp } from '../environment.js';
import { fieldCodes, type MailEnvironment, mailEnvironment } from '../recovery/mail-environment.js';

let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment();
});
afterAll(() => auth.close());

const GRACE_SECONDS = 14 * 86_400;
const DELETE = `mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { requestedAt dueAt } }`;
const askDeletion = ({ caller }: Pick<SignedUp, 'caller'>, password = PASSWORD) =>
  auth.ask(DELETE, { input: { password } }, caller);
const cancel = (caller: object) => auth.ask('mutation { cancelAccountDeletion }', {}, caller);
const accountOf = (userId: string) =>
  auth.connection.collection<{ _id: string; deletion: { dueAt: Date } | null }>('accounts').findOne({ _id: userId });
const gone = (userId: string) =>
  waitFor(async () => (await accountOf(userId)) === null, { what: 'the deletion', timeoutMs: 20_000 });

/** Makes the deletion of this account due, and waits until it is carried out. */
async function deleted(person: SignedUp): Promise<void> {
  await askDeletion(person);
  await makeDue(person.userId);
  await gone(person.userId);
}

async function makeDue(userId: string): Promise<void> {
  const accounts = auth.connection.collection<{ _id: string }>('accounts');
  await accounts.updateOne({ _id: userId, deletion: { $ne: null } }, { $set: { 'deletion.dueAt': new Date(0) } });
}

describe('asking for the deletion of an account', () => {
  it('takes the password, ends every session, and says by mail until when to change one’s mind', async () => {
    const lea = await auth.newcomer();
    expect(fieldCodes(await askDeletion(lea, 'pas le bon mot de passe'))).toEqual(['PASSWORD_WRONG']);
    expect((await accountOf(lea.userId))?.deletion).toBeNull();

    const { data, errors } = await askDeletion(lea);
    expect(errors).toBeUndefined();
    const { requestedAt, dueAt } = data.deleteMyAccount;
    expect((Date.parse(dueAt) - Date.parse(requestedAt)) / 1000).toBe(GRACE_SECONDS);
    expect(codesOf(await auth.ask(REFRESH, { token: lea.refreshToken }))).toEqual(['SESSION_REVOKED']);
    const mail = await auth.mailbox.next(lea.email);
    expect(mail.parsed.subject).toBe('Votre compte DoctorPy sera supprimé');
    const day = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(new Date(dueAt));
    expect(mail.parsed.text).toContain(day);
    expect(await auth.eventsOf(lea.userId)).toEqual(
      expect.arrayContaining(['SESSION_REVOKED', 'USER_DELETION_REQUESTED']),
    );
  });

  it('asked again keeps the first date and sends no second mail', async () => {
    const lea = await auth.newcomer();
    const first = (await askDeletion(lea)).data.deleteMyAccount;
    const again = (await askDeletion(lea)).data.deleteMyAccount;
    expect(again).toEqual(first);
    expect((await auth.eventsOf(lea.userId)).filter((name) => name === 'USER_DELETION_REQUESTED')).toHaveLength(1);
  });

  it('can be cancelled by signing in again', async () => {
    const lea = await auth.newcomer();
    await askDeletion(lea);
    const { data } = await auth.login(lea.email, PASSWORD);
    expect(data.login.user.id).toBe(lea.userId);
    const before = await auth.ask('{ me { deletion { dueAt } } }', {}, lea.caller);
    expect(before.data.me.deletion.dueAt).toEqual(expect.any(String));
    expect((await cancel(lea.caller)).data).toEqual({ cancelAccountDeletion: true });
    expect((await cancel(lea.caller)).data).toEqual({ cancelAccountDeletion: true });
    const after = await auth.ask('{ me { deletion { dueAt } } }', {}, lea.caller);
    expect(after.data.me.deletion).toBeNull();
    expect((await auth.eventsOf(lea.userId)).filter((name) => name === 'USER_DELETION_CANCELLED')).toHaveLength(1);
  });

  it('is refused to the last administrator, whoever else is about to leave', async () => {
    const accounts = auth.connection.collection('accounts');
    await accounts.updateMany({}, { $set: { roles: ['LEARNER'] } });
    const [ada, bob] = [await auth.promoted('ADMIN'), await auth.promoted('ADMIN')];
    const answers = await Promise.all([askDeletion(ada), askDeletion(bob)]);
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect(await accounts.countDocuments({ roles: 'ADMIN', deletion: null })).toBe(1);
  });
});

describe('a deleted account', () => {
  it('can neither sign in nor refresh, and its address and name are free again', async () => {
    const lea = await auth.newcomer('Nom Libre');
    await deleted(lea);
    expect(codesOf(await auth.login(lea.email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.ask(REFRESH, { token: lea.refreshToken }))).toEqual(['UNAUTHENTICATED']);
    const input = { email: lea.email, password: PASSWORD, displayName: 'Nom Libre' };
    const again = await auth.ask(REGISTER, { input });
    expect(again.data.register.user.id).not.toBe(lea.userId);
  });

  it('is bidden farewell to by a mail, of which nothing stays once it is sent', async () => {
    const lea = await auth.newcomer('Léa la Partante');
    await askDeletion(lea);
    await auth.mailbox.next(lea.email);
    await makeDue(lea.userId);
    await gone(lea.userId);
    const { parsed } = await auth.mailbox.next(lea.email);
    expect(parsed.subject).toBe('Votre compte DoctorPy est supprimé');
    expect(parsed.text).toContain('Bonjour,');
    const mails = auth.connection.collection('mails');
    await waitFor(async () => (await mails.countDocuments({ to: lea.email })) === 0, { what: 'the end of the mail' });
  });

  it('is deleted once by two replicas, with one event', async () => {
    const second = await auth.restart({}, { keepFirst: true });
    const people = await Promise.all(Array.from({ length: 5 }, () => auth.newcomer()));
    for (const person of people) await askDeletion(person);
    for (const { userId } of people) await makeDue(userId);
    for (const { userId } of people) {
      await gone(userId);
      expect((await auth.eventsOf(userId)).filter((name) => name === 'USER_DELETED')).toHaveLength(1);
    }
    await second.close();
  });

  it('is either kept or gone, never half, when a cancellation or a sign-in comes at the same instant', async () => {
    for (let round = 0; round < 4; round += 1) {
      const lea = await auth.newcomer();
      await askDeletion(lea);
      await makeDue(lea.userId);
      const [kept, opened] = await Promise.all([
        waitFor(async () => ((await accountOf(lea.userId)) ? false : 'gone'), {
          what: 'an end',
          timeoutMs: 6_000,
        }).catch(() => 'kept'),
        auth.login(lea.email, PASSWORD),
        ...(round % 2 === 0 ? [cancel(lea.caller)] : []),
      ]);
      const account = await accountOf(lea.userId);
      const sessions = await auth.connection.collection('sessions').countDocuments({ userId: lea.userId });
      if (account === null) {
        expect(sessions).toBe(0);
        expect(await auth.eventsOf(lea.userId)).toContain('USER_DELETED');
      } else {
        expect(kept).toBe('kept');
        expect(account.deletion).toBeNull();
        expect(await auth.eventsOf(lea.userId)).not.toContain('USER_DELETED');
        expect(codesOf(opened)).toEqual([]);
      }
    }
  });
});

describe('what docs/reference/privacy.md promises to end', () => {
  it.each([
    ['sessions', { expiresAt: 1 }, 7 * 86_400],
    ['refresh_tokens', { expiresAt: 1 }, 7 * 86_400],
    ['recovery_grants', { expiresAt: 1 }, 0],
    ['second_factors', { expiresAt: 1 }, 0],
    ['openid_flows', { expiresAt: 1 }, 0],
    ['revocations', { expiresAt: 1 }, 0],
    ['mails', { removeAt: 1 }, 0],
    ['audit_log', { at: 1 }, 365 * 86_400],
  ])('is removed from %s by MongoDB itself', async (collection, key, expireAfterSeconds) => {
    const indexes = await auth.connection.collection(collection).indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key, expireAfterSeconds }));
  });
});
