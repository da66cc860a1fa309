import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPasswords } from '../../../src/services/account/passwords.js';
import { LOGIN, PASSWORD } from '../environment.js';
import { type MailEnvironment, mailEnvironment, NEW_PASSWORD } from '../recovery/mail-environment.js';

let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment({
    AUTH_LOGIN_ATTEMPTS_AT_ONCE: '3',
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: '4',
    AUTH_LOGIN_FIRST_DELAY_SECONDS: '600',
  });
});
afterAll(() => auth.close());

const STRANGER = '198.51.100.9';
const login = (email: string, password: string, ip: string) => auth.ask(LOGIN, { input: { email, password } }, { ip });
const mailsTo = (to: string) => auth.connection.collection('mails').find({ to, kind: 'reset-password' }).toArray();

describe('somebody who asks whether an address has an account', () => {
  it('is told the same by login, word for word', async () => {
    const { email } = await auth.newcomer();
    const [known, unknown] = [
      await login(email, 'not the password', STRANGER),
      await login('personne@example.org', 'not the password', STRANGER),
    ];
    expect(codesOf(known)).toEqual(['INVALID_CREDENTIALS']);
    expect(unknown).toEqual(known);
  });

  it('costs login one password hash either way', async () => {
    const passwords = await createPasswords('minimum');
    const stored = await passwords.hash(PASSWORD);
    const cost = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      for (let n = 0; n < 5; n += 1) await work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const hashing = await cost(() => passwords.hash(PASSWORD));
    // CPU, not time: what else the machine does is not in it. Without the decoy it would be a thousandth.
    expect(await cost(() => passwords.verify(null, PASSWORD))).toBeGreaterThan(hashing / 10);
    expect(await cost(() => passwords.verify(stored, PASSWORD))).toBeGreaterThan(hashing / 10);
  });

  it('has requestPasswordReset queue one mail either way, and look nobody up', async () => {
    const { email } = await auth.newcomer();
    const unknown = 'personne-du-tout@example.org';
    for (const address of [email, unknown]) {
      expect(await auth.mutate('requestPasswordReset', { email: address }, { ip: STRANGER })).toEqual({
        data: { requestPasswordReset: true },
        extensions: undefined,
        errors: undefined,
      });
      const [mail, ...more] = await mailsTo(address);
      expect(more).toEqual([]);
      expect(mail?.userId).toBeNull();
    }
  });
});

describe('an owner who guessed too often themselves', () => {
  it('gets in by the link in a mail, at once', async () => {
    const { email } = await auth.newcomer();
    for (let n = 0; n < 3; n += 1) await login(email, 'not the password', STRANGER);
    expect(codesOf(await login(email, PASSWORD, STRANGER))).toEqual(['RATE_LIMITED']);
    await auth.mutate('requestPasswordReset', { email }, { ip: STRANGER });
    const { token } = await auth.mailbox.next(email);
    await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } }, { ip: STRANGER });
    expect(codesOf(await login(email, NEW_PASSWORD, STRANGER))).toEqual([]);
  });
});

describe('an owner whom strangers keep guessing at', () => {
  it('gets in from a new network by the link in a mail', async () => {
    const { email } = await auth.newcomer();
    const elsewhere = '192.0.2.77';
    await Promise.all(Array.from({ length: 12 }, (_, n) => login(email, 'not the password', `198.51.110.${n}`)));
    expect(codesOf(await login(email, PASSWORD, elsewhere))).toEqual(['RATE_LIMITED']);
    await auth.mutate('requestPasswordReset', { email }, { ip: elsewhere });
    const { token } = await auth.mailbox.next(email);
    const input = { token, password: NEW_PASSWORD };
    expect((await auth.mutate('resetPassword', { input }, { ip: elsewhere })).errors).toBeUndefined();
    expect(codesOf(await login(email, NEW_PASSWORD, elsewhere))).toEqual([]);
  });
});
