import { randomBytes } from 'node:crypto';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH } from '../environment.js';
import { fieldCodes, type MailEnvironment, mailEnvironment, NEW_PASSWORD } from '../recovery/mail-environment.js';

const TRIES = 5;
let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment({ AUTH_LINK_LIMIT_PER_IP: String(TRIES) });
});
afterAll(() => auth.close());

let places = 0;
/** From an address that nobody came from before, unless told otherwise. */
const reset = (token: string, password: string, ip?: string) => {
  places += 1;
  const from = ip ?? `198.51.${100 + Math.floor(places / 250)}.${places % 250}`;
  return auth.mutate('resetPassword', { input: { token, password } }, { ip: from });
};
async function tokenFor(email: string): Promise<string> {
  await auth.mutate('requestPasswordReset', { email });
  return (await auth.mailbox.next(email)).token;
}

describe('reset token reuse', () => {
  it('gives a thief who reads old mails nothing: a used link is refused, and nobody is signed out by it', async () => {
    const { email } = await auth.newcomer();
    const token = await tokenFor(email);
    expect((await reset(token, NEW_PASSWORD)).data).toEqual({ resetPassword: true });
    const { refreshToken } = (await auth.login(email, NEW_PASSWORD)).data.login;
    for (const password of ['the words of a thief', NEW_PASSWORD]) {
      expect(fieldCodes(await reset(token, password))).toEqual(['LINK_INVALID']);
    }
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual([]);
    expect(codesOf(await auth.login(email, 'the words of a thief'))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('does not help a thief who races the owner: one of the two wins, and the other hears of it', async () => {
    const { email } = await auth.newcomer();
    const token = await tokenFor(email);
    const passwords = [NEW_PASSWORD, 'the words of a thief'];
    const answers = await Promise.all(passwords.map((password) => reset(token, password)));
    expect(answers.filter(({ data }) => data?.resetPassword === true)).toHaveLength(1);
    expect(answers.flatMap(fieldCodes)).toEqual(['LINK_INVALID']);
    const logins = await Promise.all([...passwords, PASSWORD].map((password) => auth.login(email, password)));
    expect(logins.flatMap(codesOf)).toEqual(['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS']);
  });
});

describe('reset token guessing', () => {
  it('from one place ends after a few tries, then even the right link waits', async () => {
    const { email } = await auth.newcomer();
    const token = await tokenFor(email);
    const ip = '203.0.113.99';
    const guesses = Array.from({ length: TRIES * 4 }, () =>
      reset(randomBytes(32).toString('base64url'), NEW_PASSWORD, ip),
    );
    const answers = await Promise.all(guesses);
    expect(answers.flatMap(fieldCodes)).toEqual(Array(TRIES).fill('LINK_INVALID'));
    expect(answers.flatMap(codesOf).filter((code) => code === 'RATE_LIMITED')).toHaveLength(TRIES * 3);
    expect(codesOf(await reset(token, NEW_PASSWORD, ip))).toEqual(['RATE_LIMITED']);
    expect((await reset(token, NEW_PASSWORD)).data).toEqual({ resetPassword: true });
  });

  it('near the right one is as far from it as any other guess', async () => {
    const { email } = await auth.newcomer();
    const token = await tokenFor(email);
    const other = token.startsWith('A') ? 'B' : 'A';
    const guesses = [
      other + token.slice(1),
      token.slice(0, -1),
      `${token}=`,
      `${token}A`,
      ` ${token}`,
      token.split('').reverse().join(''),
      swapped(token),
      '{"$ne": null}',
      '.*',
      '',
      'A'.repeat(100_000),
    ];
    for (const guess of guesses) {
      expect({ guess, codes: fieldCodes(await reset(guess, NEW_PASSWORD)) }).toEqual({
        guess,
        codes: ['LINK_INVALID'],
      });
    }
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual([]);
    expect((await reset(token, NEW_PASSWORD)).data).toEqual({ resetPassword: true });
  });
});

/** The same letters in the other case. */
function swapped(token: string): string {
  return [...token].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join('');
}
