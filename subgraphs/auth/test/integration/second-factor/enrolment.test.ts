import type { Caller } from '@doctorpy/service-kit/caller';
import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsQR from 'jsqr';
import { PASSWORD, REFRESH } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import {
  CONFIRM,
  callerFrom,
  DISABLE,
  REGENERATE,
  type SecondFactorEnvironment,
  START,
  STATE,
  secondFactorEnvironment,
} from './environment.js';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment();
});
afterAll(() => auth.close());

const actionsOn = async (targetId: string) => {
  const entries = await auth.connection.collection('audit_log').find({ targetId }).sort({ _id: 1 }).toArray();
  return entries.map(({ action }) => action);
};

describe('enabling a second factor', () => {
  it('takes the password again', async () => {
    const { caller } = await auth.newcomer();
    expect(fieldCodes(await auth.ask(START, { password: 'not this one' }, caller))).toEqual(['PASSWORD_WRONG']);
    expect(codesOf(await auth.ask(START, { password: PASSWORD }))).toEqual(['UNAUTHENTICATED']);
  });

  it('shows a QR code that a camera reads as what can be typed', async () => {
    const { caller, email } = await auth.newcomer();
    const { data } = await auth.ask(START, { password: PASSWORD }, caller);
    const { secret, otpauthUrl, qrCodeDataUrl } = data.startTotpEnrolment;
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(otpauthUrl);
    expect([url.protocol, url.host, url.searchParams.get('secret'), url.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      'totp',
      secret,
      'DoctorPy',
    ]);
    expect(decodeURIComponent(url.pathname)).toBe(`/DoctorPy:${email}`);
    const { pixels, size } = photographed(qrCodeDataUrl);
    expect(jsQR.default(pixels, size, size)?.data).toBe(otpauthUrl);
  });

  it('changes nothing before a code of the app confirms it', async () => {
    const { caller, email } = await auth.newcomer();
    expect(codesOf(await auth.ask(CONFIRM, { code: '123456' }, caller))).toEqual(['CONFLICT']);
    const { data } = await auth.ask(START, { password: PASSWORD }, caller);
    const code = auth.code(data.startTotpEnrolment.secret);
    const wrong = code === '123456' ? '123457' : '123456';
    expect(fieldCodes(await auth.ask(CONFIRM, { code: wrong }, caller))).toEqual(['TOTP_CODE_WRONG']);
    expect((await auth.signIn(email)).errors).toBeUndefined();
    expect((await auth.ask(STATE, {}, caller)).data.me.secondFactor).toEqual({
      enabledAt: null,
      recoveryCodesLeft: 0,
      required: false,
    });
  });

  it('forgets what was begun and not confirmed within a quarter of an hour', async () => {
    const { caller } = await auth.newcomer();
    const { data } = await auth.ask(START, { password: PASSWORD }, caller);
    auth.passSeconds(901);
    const code = auth.code(data.startTotpEnrolment.secret);
    expect(codesOf(await auth.ask(CONFIRM, { code }, caller))).toEqual(['CONFLICT']);
  });

  it('gives ten recovery codes, ends the other sessions and tells the owner', async () => {
    const person = await auth.newcomer();
    const elsewhere = (await auth.signIn(person.email)).data.login.refreshToken;
    const { data } = await auth.ask(START, { password: PASSWORD }, person.caller);
    const code = auth.code(data.startTotpEnrolment.secret);
    const { codes, user } = (await auth.ask(CONFIRM, { code }, person.caller)).data.confirmTotpEnrolment;
    expect(new Set(codes).size).toBe(10);
    expect(codes[0]).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(user.secondFactor).toMatchObject({ enabledAt: expect.any(String), recoveryCodesLeft: 10 });
    expect((await auth.mailbox.next(person.email)).parsed.subject).toBe('La double authentification est activée');
    expect(codesOf(await auth.ask(REFRESH, { token: elsewhere }))).toEqual(['SESSION_REVOKED']);
    expect((await auth.ask(REFRESH, { token: person.refreshToken })).errors).toBeUndefined();
    expect(await actionsOn(person.userId)).toContain('SECOND_FACTOR_ENABLED');
  });

  it('is not done twice: somebody at an open laptop cannot put their own phone in its place', async () => {
    const { caller } = await auth.enrolled();
    expect(codesOf(await auth.ask(START, { password: PASSWORD }, caller))).toEqual(['CONFLICT']);
    expect(codesOf(await auth.ask(CONFIRM, { code: '123456' }, caller))).toEqual(['CONFLICT']);
  });

  it('leaves neither the secret nor a code in the database', async () => {
    const { secret, codes } = await auth.enrolled();
    const collections = (await auth.connection.db?.collections()) ?? [];
    const stored = JSON.stringify(await Promise.all(collections.map((collection) => collection.find().toArray())));
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      expect(stored).not.toContain(text);
    }
  });
});

describe('a second factor', () => {
  it('is disabled with the password and a code; then access tokens are stale and the password is enough', async () => {
    const { caller, email, userId, secret } = await auth.enrolled();
    await auth.mailbox.next(email);
    const disable = (input: object) => auth.ask(DISABLE, { input: { password: PASSWORD, ...input } }, caller);
    expect(codesOf(await disable({}))).toEqual(['MFA_REQUIRED']);
    expect(codesOf(await disable({ recoveryCode: '0000-0000-0000-0000' }))).toEqual(['INVALID_CREDENTIALS']);
    expect(fieldCodes(await disable({ password: 'not this one', totpCode: auth.code(secret) }))).toEqual([
      'PASSWORD_WRONG',
    ]);
    expect(await auth.staleVersions(userId)).toEqual([]);
    const { data } = await disable({ totpCode: auth.code(secret) });
    expect(data.disableTotp.secondFactor).toEqual({ enabledAt: null, recoveryCodesLeft: 0 });
    expect(await auth.staleVersions(userId)).toEqual([2]);
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('La double authentification est désactivée');
    expect((await auth.signIn(email)).errors).toBeUndefined();
    expect(await actionsOn(userId)).toContain('SECOND_FACTOR_DISABLED');
    expect((await disable({})).errors).toBeUndefined();
    expect(await auth.staleVersions(userId)).toEqual([2]);
  });

  it('is disabled with a recovery code by somebody whose phone is gone', async () => {
    const { email, codes } = await auth.enrolled();
    const caller = callerFrom(await auth.signIn(email, { recoveryCode: codes[0] }));
    const input = { password: PASSWORD, recoveryCode: codes[1] };
    expect((await auth.ask(DISABLE, { input }, caller)).errors).toBeUndefined();
  });

  it('gets new recovery codes with the password and a code of the app; the former ones are void', async () => {
    const { caller, email, codes, secret, userId } = await auth.enrolled();
    const fresh = (await auth.ask(REGENERATE, { code: auth.code(secret) }, caller)).data.regenerateRecoveryCodes.codes;
    expect(new Set([...fresh, ...codes]).size).toBe(20);
    expect(codesOf(await auth.signIn(email, { recoveryCode: codes[0] }))).toEqual(['INVALID_CREDENTIALS']);
    expect((await auth.signIn(email, { recoveryCode: fresh[0] })).errors).toBeUndefined();
    expect(await actionsOn(userId)).toContain('RECOVERY_CODES_REPLACED');
    const without = await auth.newcomer();
    expect(codesOf(await auth.ask(REGENERATE, { code: '123456' }, without.caller))).toEqual(['CONFLICT']);
  });

  it('gets new recovery codes with one of the former ones', async () => {
    const { email, codes } = await auth.enrolled();
    const caller = callerFrom(await auth.signIn(email, { recoveryCode: codes[0] }));
    const answer = await auth.ask(REGENERATE, { recovery: codes[1] }, caller);
    expect(answer.data.regenerateRecoveryCodes.codes).toHaveLength(10);
    expect(codesOf(await auth.ask(REGENERATE, {}, caller))).toEqual(['MFA_REQUIRED']);
  });

  it('tells the audit log of wrong codes given to disable it or for new recovery codes', async () => {
    for (const attempt of [
      (caller: Caller) => auth.ask(DISABLE, { input: { password: PASSWORD, totpCode: 'abcdef' } }, caller),
      (caller: Caller) => auth.ask(REGENERATE, { code: 'abcdef' }, caller),
    ]) {
      const { caller, userId } = await auth.enrolled();
      expect(codesOf(await attempt(caller))).toEqual(['INVALID_CREDENTIALS']);
      const failed = { targetId: userId, action: 'LOGIN_FAILED', 'details.cause': 'SECOND_FACTOR' };
      const entries = auth.connection.collection('audit_log');
      await waitFor(async () => (await entries.countDocuments(failed)) === 1, { what: 'the audit entry' });
    }
  });

  it('is nobody else’s business', async () => {
    const { userId } = await auth.enrolled();
    const { caller } = await auth.newcomer();
    const query =
      'query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { secondFactor { enabledAt } } } }';
    expect(codesOf(await auth.ask(query, { id: userId }, caller))).toEqual(['FORBIDDEN']);
  });

  it('cannot be opened with a secret that was moved from another account', async () => {
    const [victim, thief] = [await auth.enrolled(), await auth.enrolled()];
    const factors = auth.connection.collection<{ _id: string; sealedSecret: string }>('second_factors');
    const own = await factors.findOne({ _id: thief.userId });
    await factors.updateOne({ _id: victim.userId }, { $set: { sealedSecret: own?.sealedSecret ?? '' } });
    const { data } = await auth.signIn(victim.email, { totpCode: auth.code(thief.secret) });
    expect(data?.login).toBeFalsy();
  });
});

/** The image as a camera sees it: one byte each of red, green, blue and alpha for every pixel. */
function photographed(dataUrl: string): { pixels: Uint8ClampedArray; size: number } {
  expect(dataUrl).toMatch(/^data:image\/svg\+xml;base64,/);
  const svg = Buffer.from(dataUrl.split(',')[1] ?? '', 'base64').toString();
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+),(\d+)h10v10h-10z/g)) {
    for (let row = Number(y); row < Number(y) + 10; row += 1) {
      for (let column = Number(x); column < Number(x) + 10; column += 1) {
        pixels.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
      }
    }
  }
  return { pixels, size };
}
