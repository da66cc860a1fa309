import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REGISTER } from '../environment.js';
import { fieldCodes, type MailEnvironment, mailEnvironment, PUBLIC_URL } from './mail-environment.js';

describe('verifying an address', () => {
  let auth: MailEnvironment;
  beforeAll(async () => {
    auth = await mailEnvironment();
  });
  afterAll(() => auth.close());

  const verify = (token: string) => auth.mutate('verifyEmail', { token });
  const verified = async (caller: object) =>
    (await auth.ask('{ me { emailVerified } }', {}, caller)).data.me.emailVerified;

  it('begins with registering: the mail’s link leads to a page, whose mutation verifies', async () => {
    const { email, caller } = await auth.signUp();
    const mail = await auth.mailbox.next(email);
    expect(mail.parsed.subject).toBe('Confirmez votre adresse e-mail');
    expect(mail.parsed.from?.text).toBe('"DoctorPy" <bonjour@doctorpy.test>');
    expect(`${mail.link.origin}${mail.link.pathname}`).toBe(`${PUBLIC_URL}/verifier-email`);
    expect(await verified(caller)).toBe(false);
    expect((await verify(mail.token)).data).toEqual({ verifyEmail: true });
    expect(await verified(caller)).toBe(true);
    expect(fieldCodes(await verify(mail.token))).toEqual(['LINK_INVALID']);
  });

  it('speaks the language of the account', async () => {
    const input = { email: 'ada@example.org', password: PASSWORD, displayName: 'Ada', language: 'en' };
    await auth.ask(REGISTER, { input });
    const { parsed } = await auth.mailbox.next('ada@example.org');
    expect(parsed.subject).toBe('Verify your e-mail address');
    expect(parsed.text).toContain('Hello Ada,');
    expect(parsed.text).toContain('48 hours');
    expect(parsed.html).toContain('<html lang="en">');
  });

  it('can be asked for again, until it is done', async () => {
    const { email, caller } = await auth.newcomer();
    expect((await auth.mutate('requestEmailVerification', {}, caller)).data).toEqual({
      requestEmailVerification: true,
    });
    await verify((await auth.mailbox.next(email)).token);
    const orders = () => auth.connection.collection('mails').countDocuments({ to: email });
    const before = await orders();
    expect((await auth.mutate('requestEmailVerification', {}, caller)).data).toEqual({
      requestEmailVerification: true,
    });
    expect(await orders()).toBe(before);
    expect(codesOf(await auth.mutate('requestEmailVerification', {}))).toEqual(['UNAUTHENTICATED']);
  });

  it('is refused after two days, and for what is no token', async () => {
    const { verification } = await auth.newcomer();
    auth.passSeconds(48 * 3_600 + 1);
    expect(fieldCodes(await verify(verification))).toEqual(['LINK_INVALID']);
    for (const nonsense of ['', 'x'.repeat(43), 'x'.repeat(100_000), '{"$gt":""}']) {
      expect(fieldCodes(await verify(nonsense))).toEqual(['LINK_INVALID']);
    }
  });
});

describe('where verified addresses are required', () => {
  let auth: MailEnvironment;
  beforeAll(async () => {
    auth = await mailEnvironment({ AUTH_REQUIRE_VERIFIED_EMAIL: 'true' });
  });
  afterAll(() => auth.close());

  it('signing in is refused until the link of a new mail was used', async () => {
    const { email } = await auth.newcomer();
    expect(codesOf(await auth.login(email, 'not the password'))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual(['EMAIL_NOT_VERIFIED']);
    await auth.mutate('verifyEmail', { token: (await auth.mailbox.next(email)).token });
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual([]);
  });
});

describe('floods and guesses', () => {
  let auth: MailEnvironment;
  beforeAll(async () => {
    auth = await mailEnvironment({
      AUTH_MAIL_LIMIT_PER_ADDRESS: '3',
      AUTH_MAIL_LIMIT_PER_IP: '6',
      AUTH_LINK_LIMIT_PER_IP: '5',
    });
  });
  afterAll(() => auth.close());
  const ask = (email: string, ip: string) => auth.mutate('requestPasswordReset', { email }, { ip });

  it('of one mailbox stop, from wherever they come, and alike for unknown addresses', async () => {
    const { email } = await auth.newcomer();
    for (const address of [email, 'personne@example.org']) {
      const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => ask(address, `198.51.100.${n}`)));
      expect(answers.flatMap(codesOf)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
      expect(answers.flatMap(({ errors = [] }) => errors)[0]?.extensions?.retryAfterSeconds).toBeGreaterThan(0);
    }
  });

  it('of many mailboxes from one place stop', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(`n${n}@example.org`, '198.51.101.1')));
    expect(answers.flatMap(codesOf)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  });

  it('of strangers’ mailboxes by an address change stop too', async () => {
    const { caller } = await auth.newcomer();
    const input = { newEmail: 'cible@example.org', password: PASSWORD };
    const answers = [];
    for (let n = 0; n < 4; n += 1) {
      answers.push(await auth.mutate('requestEmailChange', { input }, { ...caller, ip: `198.51.102.${n}` }));
    }
    expect(answers.flatMap(codesOf)).toEqual(['RATE_LIMITED']);
  });

  it('of links stop, over all mutations that take one, also when they come at once', async () => {
    const caller = { ip: '198.51.103.1' };
    const token = 'A'.repeat(43);
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () =>
        auth.mutate('resetPassword', { input: { token, password: PASSWORD } }, caller),
      ),
      auth.mutate('verifyEmail', { token }, caller),
      auth.mutate('confirmEmailChange', { token }, caller),
      auth.mutate('undoEmailChange', { token }, caller),
    ]);
    expect(answers.flatMap(codesOf).sort()).toEqual([
      ...Array(5).fill('BAD_USER_INPUT'),
      ...Array(2).fill('RATE_LIMITED'),
    ]);
  });

  it('are not what a class does that verifies its addresses from one place', async () => {
    for (let n = 0; n < 7; n += 1) {
      const { verification } = await auth.newcomer();
      const answer = await auth.mutate('verifyEmail', { token: verification }, { ip: '198.51.104.1' });
      expect(codesOf(answer)).toEqual([]);
    }
  });
});
