import {
  AuditLogDocument,
  ConfirmTotpEnrolmentDocument,
  LoginDocument,
  MySecondFactorDocument,
  RefreshSessionDocument,
  StartTotpEnrolmentDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

const login = (input: { email: string; password: string; recoveryCode?: string }) =>
  platform.client().execute(LoginDocument, { input });

describe('an administrator of a platform where MFA_REQUIRED_ROLES names ADMIN', () => {
  it('enables a second factor in the session that lacked it, administers, and is asked for a code from then on', async () => {
    const [, , email = ''] = platform.demo.emails;
    const { password } = platform.demo;
    const { accessToken, refreshToken } = dataOf(await login({ email, password })).login;
    const restricted = platform.client(accessToken);
    const refused = await restricted.execute(AuditLogDocument, { first: 1 });
    expect(codesOf(refused)).toEqual(['MFA_REQUIRED']);
    expect(refused.errors?.[0]?.message).toMatch(/second facteur/);
    const { me } = dataOf(await restricted.execute(MySecondFactorDocument));
    expect(me?.secondFactor).toEqual({ enabledAt: null, recoveryCodesLeft: 0, required: true });

    const begun = dataOf(await restricted.execute(StartTotpEnrolmentDocument, { input: { password } }));
    const totpCode = generateSync({ secret: begun.startTotpEnrolment.secret });
    const confirmed = dataOf(await restricted.execute(ConfirmTotpEnrolmentDocument, { input: { totpCode } }));
    const [recoveryCode = ''] = confirmed.confirmTotpEnrolment.codes;
    const { refreshSession } = dataOf(await platform.client().execute(RefreshSessionDocument, { refreshToken }));
    expect(codesOf(await platform.client(refreshSession.accessToken).execute(AuditLogDocument, { first: 1 }))).toEqual(
      [],
    );

    expect(codesOf(await login({ email, password }))).toEqual(['MFA_REQUIRED']);
    const again = dataOf(await login({ email, password, recoveryCode })).login;
    expect(codesOf(await platform.client(again.accessToken).execute(AuditLogDocument, { first: 1 }))).toEqual([]);
  });
});

it('a hundred codes in one request are refused before any of them is tried', async () => {
  const lea = await platform.learner('Léa');
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  const declared = numbers.map((index) => `$i${index}: LoginInput!`).join(' ');
  const guesses = numbers.map((index) => `a${index}: login(input: $i${index}) { accessToken }`).join(' ');
  const { email, password } = lea;
  const inputs = numbers.map((index) => [`i${index}`, { email, password, totpCode: String(index).padStart(6, '0') }]);
  const request = { query: `mutation (${declared}) { ${guesses} }`, variables: Object.fromEntries(inputs) };
  const { json } = await post(platform.url, request);
  expect(new Set(codesOf(json))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
});
