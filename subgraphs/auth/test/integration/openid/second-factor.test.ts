import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldCodes } from '../recovery/mail-environment.js';
import { type Authenticator, withAuthenticator } from '../second-factor/environment.js';
import { type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

type Environment = OpenIdEnvironment & Authenticator;

let auth: Environment;
beforeAll(async () => {
  auth = withAuthenticator(await openIdEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '1000' }));
});
afterAll(() => auth.close());

/** Somebody who came through a provider, has no password, and has enabled a second factor. */
async function enrolled(environment: Environment = auth) {
  const { subject, email } = environment.person();
  const { userId, caller } = await environment.signedIn(subject);
  return { subject, email, userId, ...(await environment.enrol(caller, null)) };
}

/** What their browser comes back from the provider with. */
const arrived = async (subject: string, environment: Environment = auth) =>
  environment.visit(await environment.begin(), subject);
const sessionsOf = (userId: string) => auth.connection.collection('sessions').countDocuments({ userId });
const wrongFor = (right: string) => (right === '000000' ? '000001' : '000000');

describe('somebody with a second factor who signs in through a provider', () => {
  it('is asked for a code, and gives it without another visit to the provider', async () => {
    const { subject, userId, secret } = await enrolled();
    const before = await sessionsOf(userId);
    const answer = await arrived(subject);
    expect(codesOf(await auth.finish(answer))).toEqual(['MFA_REQUIRED']);
    const totpCode = auth.code(secret);
    expect(codesOf(await auth.finish({ ...answer, totpCode: wrongFor(totpCode) }))).toEqual(['INVALID_CREDENTIALS']);
    expect(await sessionsOf(userId)).toBe(before);

    const { user } = dataOf(await auth.finish({ ...answer, totpCode })).finishOpenIdSignIn;
    expect(user.id).toBe(userId);
    expect(await sessionsOf(userId)).toBe(before + 1);
  });

  it('cannot use the answer again, nor the code with another one', async () => {
    const { subject, secret } = await enrolled();
    const answer = await arrived(subject);
    const totpCode = auth.code(secret);
    expect(codesOf(await auth.finish({ ...answer, totpCode }))).toEqual([]);
    expect(fieldCodes(await auth.finish({ ...answer, totpCode }))).toEqual(['SIGN_IN_INVALID']);
    const next = await arrived(subject);
    expect(codesOf(await auth.finish({ ...next, totpCode }))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.finish({ ...next, totpCode: auth.code(secret) }))).toEqual([]);
  });

  it('may give a recovery code, once', async () => {
    const { subject, codes } = await enrolled();
    const [recoveryCode] = codes;
    expect(codesOf(await auth.finish({ ...(await arrived(subject)), recoveryCode }))).toEqual([]);
    expect(codesOf(await auth.finish({ ...(await arrived(subject)), recoveryCode }))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('opens one session, of ten answers with the same code at once', async () => {
    const { subject, userId, secret } = await enrolled();
    const answers = await Promise.all(Array.from({ length: 10 }, () => arrived(subject)));
    const before = await sessionsOf(userId);
    const totpCode = auth.code(secret);
    await Promise.all(answers.map((answer) => auth.finish({ ...answer, totpCode })));
    expect(await sessionsOf(userId)).toBe(before + 1);
  });

  it('gives the code within ten minutes, and from the browser that began', async () => {
    const { subject, secret } = await enrolled();
    const answer = await arrived(subject);
    expect(codesOf(await auth.finish(answer))).toEqual(['MFA_REQUIRED']);
    const elsewhere = { ...answer, totpCode: auth.code(secret), binding: 'x'.repeat(43) };
    expect(fieldCodes(await auth.finish(elsewhere))).toEqual(['SIGN_IN_INVALID']);
    auth.passSeconds(600);
    const late = { ...answer, totpCode: auth.code(secret) };
    expect(fieldCodes(await auth.finish(late))).toEqual(['SIGN_IN_INVALID']);
  });

  it('is suspended before anything is said of codes, and the code is not used up', async () => {
    const { subject, userId, secret } = await enrolled();
    const admin = await auth.promoted('ADMIN');
    const suspend = 'mutation ($input: SuspendUserInput!) { suspendUser(input: $input) { id } }';
    const reinstate = 'mutation ($id: ID!) { reinstateUser(userId: $id) { id } }';
    dataOf(await auth.ask(suspend, { input: { userId, reason: 'a test of suspension' } }, admin.caller));
    const totpCode = auth.code(secret);
    const answer = await arrived(subject);
    expect(codesOf(await auth.finish(answer))).toEqual(['ACCOUNT_SUSPENDED']);
    expect(codesOf(await auth.finish({ ...answer, totpCode }))).toEqual(['ACCOUNT_SUSPENDED']);
    dataOf(await auth.ask(reinstate, { id: userId }, admin.caller));
    expect(codesOf(await auth.finish({ ...answer, totpCode }))).toEqual([]);
  });
});

describe('guessing codes behind a provider', () => {
  it('ends after a few for the account, whatever visit they belong to, and is in the audit log', async () => {
    const strict = withAuthenticator(await openIdEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '4' }));
    try {
      const { subject, userId, secret } = await enrolled(strict);
      const right = strict.code(secret);
      const totpCode = wrongFor(right);
      const answers = [await arrived(subject, strict), await arrived(subject, strict)];
      const guesses = [];
      for (let guess = 0; guess < 3; guess += 1) {
        for (const answer of answers) guesses.push(...codesOf(await strict.finish({ ...answer, totpCode })));
      }
      expect(guesses).toEqual([...Array(4).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED', 'RATE_LIMITED']);
      const [answer] = answers;
      const refused = await strict.finish({ ...(answer ?? (await arrived(subject, strict))), totpCode: right });
      expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
      const failed = { targetId: userId, action: 'LOGIN_FAILED' };
      const entry = await waitFor(() => strict.connection.collection('audit_log').findOne(failed), {
        what: 'the audit entry',
      });
      expect(entry?.details).toMatchObject({ cause: 'SECOND_FACTOR' });
    } finally {
      await strict.close();
    }
  });
});
