import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH, REGISTER } from './environment.js';
import { type MailEnvironment, mailEnvironment, PUBLIC_URL } from './recovery/mail-environment.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe('a refresh token that is replayed', () => {
  let auth: MailEnvironment;
  beforeAll(async () => {
    auth = await mailEnvironment();
  });
  afterAll(() => auth.close());

  const refresh = async (token: string) => auth.ask(REFRESH, { token });
  const next = async (token: string): Promise<string> => (await refresh(token)).data.refreshSession.refreshToken;
  const mailsAbout = (email: string) =>
    auth.connection.collection('mails').countDocuments({ to: email, kind: 'refresh-token-reused' });

  it('by a thief after its owner used it: the session ends, and its owner is told by mail', async () => {
    const { email, refreshToken } = await auth.newcomer();
    const owners = await next(refreshToken);
    auth.passSeconds(11);
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await refresh(owners))).toEqual(['SESSION_REVOKED']);
    const { parsed, link } = await auth.mailbox.next(email);
    expect(parsed.subject).toBe('Une de vos sessions a été fermée par précaution');
    expect(`${link.origin}${link.pathname}`).toBe(`${PUBLIC_URL}/mot-de-passe-oublie`);
    expect(parsed.text).toContain('reconnectez-vous');
  });

  it('by its owner after a thief used it: the thief loses the session, too, and the owner is told', async () => {
    const { email, refreshToken } = await auth.newcomer();
    const stolen = await next(await next(refreshToken));
    expect(codesOf(await refresh(refreshToken))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await refresh(stolen))).toEqual(['SESSION_REVOKED']);
    expect((await auth.mailbox.next(email)).parsed.subject).toContain('session');
  });

  it('many times at once makes one mail', async () => {
    const { email, refreshToken } = await auth.newcomer();
    await next(refreshToken);
    auth.passSeconds(11);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)));
    expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['SESSION_REVOKED']));
    await auth.mailbox.next(email);
    expect(await mailsAbout(email)).toBe(1);
  });

  it('within the grace time by a second tab makes none', async () => {
    const { email, refreshToken } = await auth.newcomer();
    await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(await mailsAbout(email)).toBe(0);
  });

  it('tells device and time in the owner’s language and time zone, and nothing the device says of itself', async () => {
    const register = async (email: string, userAgent: string) => {
      const input = { email, password: PASSWORD, displayName: 'Ada', language: 'en', timeZone: 'Asia/Tokyo' };
      const { data } = await auth.ask(REGISTER, { input }, { userAgent });
      await auth.mailbox.next(email);
      await next(data.register.refreshToken);
      auth.passSeconds(11);
      await refresh(data.register.refreshToken);
      return (await auth.mailbox.next(email)).parsed;
    };
    const mail = await register('ada-tokyo@example.org', FIREFOX);
    expect(mail.subject).toBe('One of your sessions was ended as a precaution');
    expect(mail.text).toContain('Device of that session: Firefox, Windows');
    expect(mail.text).toMatch(/On \w+ \d+, \d{4} at [\d:]+.*(GMT\+9|Japan)/);
    const forged = await register('ada-forged@example.org', 'https://evil.example/login (<b>urgent</b>)');
    expect(forged.text).toContain('Device of that session: unknown device');
    expect(forged.html).not.toContain('evil.example');
  });
});

describe('where verified addresses are required', () => {
  it('the session that registering opens lasts one access token, and goes on once the address is verified', async () => {
    const auth = await mailEnvironment({ AUTH_REQUIRE_VERIFIED_EMAIL: 'true' });
    try {
      const { caller, refreshToken, verification } = await auth.newcomer();
      expect((await auth.ask('{ me { emailVerified } }', {}, caller)).data.me.emailVerified).toBe(false);
      for (let n = 0; n < 2; n += 1) {
        expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['EMAIL_NOT_VERIFIED']);
        auth.passSeconds(11);
      }
      await auth.mutate('verifyEmail', { token: verification });
      expect((await auth.ask(REFRESH, { token: refreshToken })).errors).toBeUndefined();
    } finally {
      await auth.close();
    }
  });
});
