import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD } from '../environment.js';
import { NEW_PASSWORD } from '../recovery/mail-environment.js';
import { type SecondFactorEnvironment, STATE, secondFactorEnvironment } from './environment.js';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment();
});
afterAll(() => auth.close());

const sessionsOf = (userId: string) => auth.connection.collection('sessions').countDocuments({ userId });
const opened = (answers: { data?: { login?: unknown } | null }[]) => answers.filter(({ data }) => data?.login).length;
const audited = (targetId: string, action: string) =>
  auth.connection.collection('audit_log').find({ targetId, action }).toArray();

describe('signing in to an account with a second factor', () => {
  it('takes a code of the app besides the password', async () => {
    const { email, secret, userId } = await auth.enrolled();
    const before = await sessionsOf(userId);
    const { errors } = await auth.signIn(email);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MFA_REQUIRED' });
    expect(errors?.[0]?.message).toMatch(/totpCode.*recoveryCode/);
    expect(await sessionsOf(userId)).toBe(before);
    expect((await auth.signIn(email, { totpCode: auth.code(secret) })).data.login.accessToken).toBeTruthy();
  });

  it('says nothing of it to somebody who does not know the password, even with a code', async () => {
    const { email, secret } = await auth.enrolled();
    const stranger = await auth.signIn('nobody@example.org', { password: 'not this one', totpCode: '123456' });
    const guesser = await auth.signIn(email, { password: 'not this one', totpCode: auth.code(secret) });
    expect(codesOf(guesser)).toEqual(['INVALID_CREDENTIALS']);
    expect(guesser.errors?.[0]?.message).toBe(stranger.errors?.[0]?.message);
  });

  it('refuses a wrong code with the reason, and tells the audit log', async () => {
    const { email, userId, secret } = await auth.enrolled();
    const right = auth.code(secret);
    const wrong = right === '000000' ? '000001' : '000000';
    for (const totpCode of [wrong, '12345', 'abcdef', '１２３４５６', `${right}0`]) {
      const { errors } = await auth.signIn(email, { totpCode });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      expect(errors?.[0]?.message).toMatch(/code/);
    }
    await waitFor(async () => (await audited(userId, 'LOGIN_FAILED')).length > 0, { what: 'the audit entry' });
    expect((await audited(userId, 'LOGIN_FAILED'))[0]?.details).toMatchObject({ cause: 'SECOND_FACTOR' });
  });

  it('takes the code of a phone whose clock is half a minute off, and no older one', async () => {
    const { email, secret } = await auth.enrolled();
    const old = auth.code(secret);
    auth.passSeconds(60);
    expect(codesOf(await auth.signIn(email, { totpCode: old }))).toEqual(['INVALID_CREDENTIALS']);
    const late = auth.code(secret);
    auth.passSeconds(30);
    expect((await auth.signIn(email, { totpCode: late })).errors).toBeUndefined();
  });

  it('refuses a code that was used, also to enable the second factor, and all older ones', async () => {
    const { email, secret, firstCode } = await auth.enrolled();
    expect(codesOf(await auth.signIn(email, { totpCode: firstCode }))).toEqual(['INVALID_CREDENTIALS']);
    const older = auth.code(secret);
    const code = auth.code(secret);
    expect((await auth.signIn(email, { totpCode: code })).errors).toBeUndefined();
    expect(codesOf(await auth.signIn(email, { totpCode: code }))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.signIn(email, { totpCode: older }))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('opens one session for one code, of twenty that use it at once', async () => {
    const { email, secret, userId } = await auth.enrolled();
    const before = await sessionsOf(userId);
    const totpCode = auth.code(secret);
    const answers = await Promise.all(Array.from({ length: 20 }, () => auth.signIn(email, { totpCode })));
    expect(opened(answers)).toBe(1);
    expect(await sessionsOf(userId)).toBe(before + 1);
  });

  it('goes on asking after the password was reset', async () => {
    const person = await auth.newcomer();
    await auth.mutate('verifyEmail', { token: person.verification });
    const { email, secret } = await auth.enrolled(person);
    await auth.mailbox.next(email);
    await auth.mutate('requestPasswordReset', { email });
    const { token } = await auth.mailbox.next(email);
    await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } });
    expect(codesOf(await auth.signIn(email, { password: NEW_PASSWORD }))).toEqual(['MFA_REQUIRED']);
    const proof = { password: NEW_PASSWORD, totpCode: auth.code(secret) };
    expect((await auth.signIn(email, proof)).errors).toBeUndefined();
  });

  it('ignores a code where there is no second factor', async () => {
    const { email } = await auth.newcomer();
    expect((await auth.signIn(email, { totpCode: '123456' })).errors).toBeUndefined();
  });
});

describe('a recovery code', () => {
  it('stands in for the app once, however it is typed, and its owner is told', async () => {
    const { email, codes, userId, caller } = await auth.enrolled();
    await auth.mailbox.next(email);
    const recoveryCode = ` ${codes[3]?.toLowerCase().replaceAll('-', ' ')} `;
    expect((await auth.signIn(email, { recoveryCode })).errors).toBeUndefined();
    expect(codesOf(await auth.signIn(email, { recoveryCode: codes[3] }))).toEqual(['INVALID_CREDENTIALS']);
    expect((await auth.ask(STATE, {}, caller)).data.me.secondFactor.recoveryCodesLeft).toBe(9);
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('Un code de secours a servi');
    expect((await audited(userId, 'RECOVERY_CODE_USED'))[0]).toMatchObject({ actorId: userId, details: { left: '9' } });
  });

  it('opens one session, of twenty races for it', async () => {
    const { email, codes, userId } = await auth.enrolled();
    const before = await sessionsOf(userId);
    const [recoveryCode] = codes;
    const answers = await Promise.all(Array.from({ length: 20 }, () => auth.signIn(email, { recoveryCode })));
    expect(opened(answers)).toBe(1);
    expect(await sessionsOf(userId)).toBe(before + 1);
    expect(await audited(userId, 'RECOVERY_CODE_USED')).toHaveLength(1);
  });

  it('opens nobody else’s account', async () => {
    const [one, other] = [await auth.enrolled(), await auth.enrolled()];
    expect(codesOf(await auth.signIn(one.email, { recoveryCode: other.codes[0] }))).toEqual(['INVALID_CREDENTIALS']);
  });
});

describe('guessing codes', () => {
  it('ends after a few, also for a hundred in one request, and then for the right one', async () => {
    const strict = await secondFactorEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '5' });
    try {
      const { email, secret } = await strict.enrolled();
      const right = strict.code(secret);
      const aliases = Array.from({ length: 100 }, (_, index) => {
        const guess = index === 99 ? right : String(index).padStart(6, '0');
        return `a${index}: login(input: { email: "${email}", password: "${PASSWORD}", totpCode: "${guess}" }) { accessToken }`;
      });
      // One refused sign-in ends a request, whose answer is never null: the guesses come one by one as well.
      const answers = await Promise.all(aliases.map((alias) => strict.ask(`mutation { ${alias} }`)));
      const codes = answers.flatMap(codesOf);
      expect(codes.filter((code) => code === 'INVALID_CREDENTIALS').length).toBeLessThanOrEqual(5);
      expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(94);
      const request = await strict.ask(`mutation { ${aliases.join(' ')} }`);
      expect(new Set(codesOf(request))).toEqual(new Set(['RATE_LIMITED']));
      const last = await strict.signIn(email, { totpCode: right });
      expect(codesOf(last)).toEqual(['RATE_LIMITED']);
      expect(last.errors?.[0]?.extensions?.retryAfterSeconds).toBeGreaterThan(0);
    } finally {
      await strict.close();
    }
  });

  it('slowly ends after a number of a day, is told to the owner once, and leaves recovery codes and a new password', async () => {
    const strict = await secondFactorEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_DAY: '12' });
    try {
      const person = await strict.newcomer();
      await strict.mutate('verifyEmail', { token: person.verification });
      const { email, secret, codes } = await strict.enrolled(person);
      await strict.mailbox.next(email);
      for (let guess = 0; guess < 12; guess += 1) {
        expect(codesOf(await strict.signIn(email, { totpCode: 'abcdef' }))).toEqual(['INVALID_CREDENTIALS']);
      }
      expect((await strict.mailbox.next(email)).parsed.subject).toBe('Quelqu’un connaît votre mot de passe');
      const refused = await strict.signIn(email, { totpCode: strict.code(secret) });
      expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
      expect(refused.errors?.[0]?.message).toMatch(/recoveryCode.*requestPasswordReset.*24\sheures/);
      expect((await strict.signIn(email, { recoveryCode: codes[0] })).errors).toBeUndefined();
      // Had it been told twice, that mail would come first.
      expect((await strict.mailbox.next(email)).parsed.subject).toBe('Un code de secours a servi');
      expect(codesOf(await strict.signIn(email, { totpCode: strict.code(secret) }))).toEqual(['RATE_LIMITED']);
      await strict.mutate('requestPasswordReset', { email });
      const { token } = await strict.mailbox.next(email);
      await strict.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } });
      const proof = { password: NEW_PASSWORD, totpCode: strict.code(secret) };
      expect((await strict.signIn(email, proof)).errors).toBeUndefined();
    } finally {
      await strict.close();
    }
  });

  it('is not what somebody does who signs in often', async () => {
    const strict = await secondFactorEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '3' });
    try {
      const { email, secret } = await strict.enrolled();
      for (let round = 0; round < 4; round += 1) {
        expect(codesOf(await strict.signIn(email))).toEqual(['MFA_REQUIRED']);
        expect((await strict.signIn(email, { totpCode: strict.code(secret) })).errors).toBeUndefined();
      }
    } finally {
      await strict.close();
    }
  });
});
