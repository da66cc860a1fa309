import {
  LoginDocument,
  MyProfileDocument,
  RefreshSessionDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  VerifyEmailDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { mailbox } from './around.js';

let platform: Platform;

beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

const NEW_PASSWORD = 'brouette lundi cactus violet';

describe('a learner who forgot their password', () => {
  it('verifies their address, asks for a link, chooses another password, and every session ends', async () => {
    const lea = await platform.learner('Léa');
    const { token: verification } = await mailbox.next(lea.email);
    dataOf(await platform.client().execute(VerifyEmailDocument, { token: verification }));
    expect(dataOf(await lea.client.execute(MyProfileDocument)).me?.emailVerified).toBe(true);

    dataOf(await platform.client().execute(RequestPasswordResetDocument, { email: lea.email }));
    const { token, link } = await mailbox.next(lea.email);
    expect(link.origin).toBe('https://apprendre.example');
    const reset = () => platform.client().execute(ResetPasswordDocument, { input: { token, password: NEW_PASSWORD } });
    expect(dataOf(await reset())).toEqual({ resetPassword: true });
    expect(codesOf(await reset())).toEqual(['BAD_USER_INPUT']);

    const { refreshToken } = lea;
    expect(codesOf(await platform.client().execute(RefreshSessionDocument, { refreshToken }))).toEqual([
      'SESSION_REVOKED',
    ]);
    const login = (password: string) =>
      platform.client().execute(LoginDocument, { input: { email: lea.email, password } });
    expect(codesOf(await login(lea.password))).toEqual(['INVALID_CREDENTIALS']);
    expect(dataOf(await login(NEW_PASSWORD)).login.user.id).toBe(lea.id);
  });

  it('gets a link to the platform, whatever Host the request named', async () => {
    const zoe = await platform.learner('Zoé');
    await mailbox.next(zoe.email);
    const query = `mutation { requestPasswordReset(email: "${zoe.email}") }`;
    const { json } = await post(
      platform.url,
      { query },
      { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    );
    expect(json.data).toEqual({ requestPasswordReset: true });
    const { link, raw } = await mailbox.next(zoe.email);
    expect(link.origin).toBe('https://apprendre.example');
    expect(raw).not.toContain('evil.example');
  });

  it('is no means to flood others: 20 aliases in one request are counted one by one', async () => {
    const aliases = Array.from({ length: 20 }, (_, n) => `a${n}: requestPasswordReset(email: "n${n}@example.org")`);
    const { json } = await post(platform.url, { query: `mutation { ${aliases.join(' ')} }` });
    expect(codesOf(json)).toContain('RATE_LIMITED');
    const accepted = await platform.log('auth');
    expect(accepted).not.toContain(NEW_PASSWORD);
    expect(mailbox.received.every(({ token }) => token === '' || !accepted.includes(token))).toBe(true);
  });
});
