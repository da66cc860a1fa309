import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { cookieOf, tokenOf } from '../browser-answer.js';
import { callerOf, LOGIN, PASSWORD, REFRESH } from '../environment.js';
import { fieldCodes, NEW_PASSWORD } from '../recovery/mail-environment.js';
import {
  callerFrom,
  DISABLE,
  type Enrolled,
  type SecondFactorEnvironment,
  secondFactorEnvironment,
} from './environment.js';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment({
    AUTH_LOGIN_ATTEMPTS_AT_ONCE: '3',
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: '6',
    // Long enough for no wait to end by itself on a busy machine.
    AUTH_LOGIN_FIRST_DELAY_SECONDS: '500',
    AUTH_LOGIN_LONGEST_DELAY_SECONDS: '1000',
  });
});
afterAll(() => auth.close());

const DELETE = 'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { dueAt } }';
const RESET = 'mutation ($id: ID!) { resetSecondFactor(userId: $id) { id } }';
const accounts = () => auth.connection.collection<{ _id: string; deletion: object | null }>('accounts');
const refresh = (token: string) => auth.ask(REFRESH, { token });

/** Signs in with password and code in browser mode. */
async function inBrowser({ email, secret }: Enrolled) {
  const input = { email, password: PASSWORD, totpCode: auth.code(secret) };
  const answer = await auth.askInBrowser(null, LOGIN, { input });
  return { token: tokenOf(answer), caller: callerFrom(answer) };
}

describe('deleting an account with a second factor', () => {
  it('takes a code and uses it up, ends all sessions, and takes the cookie along', async () => {
    const lea = await auth.enrolled();
    const { token, caller } = await inBrowser(lea);
    const remove = (proof: object) =>
      auth.askInBrowser(token, DELETE, { input: { password: PASSWORD, ...proof } }, caller);

    const unproved = await remove({});
    expect(codesOf(unproved)).toEqual(['MFA_REQUIRED']);
    const totpCode = auth.code(lea.secret);
    const wrong = await remove({ totpCode: totpCode === '000000' ? '000001' : '000000' });
    expect(codesOf(wrong)).toEqual(['INVALID_CREDENTIALS']);
    for (const refused of [unproved, wrong]) expect(cookieOf(refused)).toBeUndefined();
    expect((await accounts().findOne({ _id: lea.userId }))?.deletion).toBeNull();

    const deleted = await remove({ totpCode });
    expect(codesOf(deleted)).toEqual([]);
    expect(cookieOf(deleted)).toBeNull();
    expect(codesOf(await auth.askInBrowser(token, REFRESH))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await auth.signIn(lea.email, { totpCode }))).toEqual(['INVALID_CREDENTIALS']);
    const back = callerFrom(await auth.signIn(lea.email, { totpCode: auth.code(lea.secret) }));
    expect(dataOf(await auth.ask('mutation { cancelAccountDeletion }', {}, back))).toEqual({
      cancelAccountDeletion: true,
    });
  });

  it('takes a recovery code as well, with the last administrator refused before it is used up', async () => {
    await accounts().updateMany({}, { $set: { roles: ['LEARNER'] } });
    const ada = await auth.enrolled(await auth.promoted('ADMIN'));
    const [recoveryCode] = ada.codes;
    const input = { password: PASSWORD, recoveryCode };
    expect(codesOf(await auth.ask(DELETE, { input }, ada.caller))).toEqual(['CONFLICT']);
    await auth.promoted('ADMIN');
    expect(codesOf(await auth.ask(DELETE, { input }, ada.caller))).toEqual([]);
    expect(codesOf(await auth.ask(DELETE, { input }, ada.caller))).toEqual(['INVALID_CREDENTIALS']);
  });
});

describe('a password reset by somebody with a second factor, while strangers guess', () => {
  it('lets their network in at once, with a code: the mail alone opens nothing', async () => {
    const person = await auth.newcomer();
    await auth.mutate('verifyEmail', { token: person.verification });
    const lea = await auth.enrolled(person);
    await auth.mailbox.next(lea.email);
    const guess = (n: number) =>
      auth.ask(LOGIN, { input: { email: lea.email, password: 'a guess' } }, { ip: `198.51.100.${n}` });
    await Promise.all(Array.from({ length: 20 }, (_, n) => guess(n)));
    const hotel = { ip: '192.0.2.50' };
    const signIn = (proof: object) =>
      auth.ask(LOGIN, { input: { email: lea.email, password: NEW_PASSWORD, ...proof } }, hotel);
    expect(codesOf(await signIn({}))).toEqual(['RATE_LIMITED']);

    await auth.mutate('requestPasswordReset', { email: lea.email }, hotel);
    const { token } = await auth.mailbox.next(lea.email);
    dataOf(await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } }, hotel));
    expect(codesOf(await signIn({}))).toEqual(['MFA_REQUIRED']);
    expect(codesOf(await signIn({ totpCode: auth.code(lea.secret) }))).toEqual([]);
    expect(
      codesOf(await auth.ask(LOGIN, { input: { email: lea.email, password: 'a guess' } }, { ip: '198.51.100.99' })),
    ).toEqual(['RATE_LIMITED']);
  });

  it('does not make a network a known one for whoever has the password and no code', async () => {
    const lea = await auth.enrolled();
    const thief = { ip: '192.0.2.77' };
    const input = { email: lea.email, password: PASSWORD };
    expect(codesOf(await auth.ask(LOGIN, { input }, thief))).toEqual(['MFA_REQUIRED']);
    const from = { userId: lea.userId, network: '192.0.2.77' };
    expect(await auth.connection.collection('sessions').countDocuments(from)).toBe(0);
  });
});

describe('an old hash of somebody with a second factor', () => {
  /** Two ways in which it is shown to fit. */
  const uses: [string, (lea: Enrolled) => Promise<{ errors?: readonly { extensions: { code: string } }[] }>][] = [
    ['signing in', (lea) => auth.signIn(lea.email, { totpCode: auth.code(lea.secret) })],
    [
      'disabling it',
      (lea) => auth.ask(DISABLE, { input: { password: PASSWORD, totpCode: auth.code(lea.secret) } }, lea.caller),
    ],
    [
      'deleting the account',
      (lea) => auth.ask(DELETE, { input: { password: PASSWORD, totpCode: auth.code(lea.secret) } }, lea.caller),
    ],
  ];
  it.each(uses)('is replaced by %s, which succeeds', async (_way, use) => {
    const lea = await auth.enrolled();
    const passwordHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await accounts().updateOne({ _id: lea.userId }, { $set: { passwordHash } });
    expect(codesOf(await use(lea))).toEqual([]);
    const stored = await accounts().findOne({ _id: lea.userId });
    expect(stored).not.toMatchObject({ passwordHash });
    // The password is still the same one.
    expect(['MFA_REQUIRED', undefined]).toContain(codesOf(await auth.signIn(lea.email))[0]);
  });
});

describe('access tokens and a second factor', () => {
  it('outlive a change of the password in this session alone, and no reset of the second factor', async () => {
    const lea = await auth.enrolled();
    const other = dataOf(await auth.signIn(lea.email, { totpCode: auth.code(lea.secret) })).login;
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    dataOf(await auth.mutate('changePassword', { input: change }, lea.caller));
    expect(await auth.staleVersions(lea.userId)).toEqual([]);
    const ended = auth.connection.collection<{ _id: string }>('revocations');
    const isEnded = async (sessionId: string | null) => (await ended.findOne({ _id: `session:${sessionId}` })) !== null;
    expect(await isEnded(callerOf(other.accessToken).sessionId)).toBe(true);
    expect(await isEnded(lea.caller.sessionId)).toBe(false);
    expect(codesOf(await refresh(other.refreshToken))).toEqual(['SESSION_REVOKED']);
    const mine = dataOf(await refresh(lea.refreshToken)).refreshSession;
    expect(codesOf(await auth.signIn(lea.email, { password: NEW_PASSWORD }))).toEqual(['MFA_REQUIRED']);

    const admin = await auth.promoted('ADMIN');
    dataOf(await auth.ask(RESET, { id: lea.userId }, admin.caller));
    expect(await auth.staleVersions(lea.userId)).toEqual([2]);
    expect(await isEnded(lea.caller.sessionId)).toBe(true);
    expect(codesOf(await refresh(mine.refreshToken))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await auth.signIn(lea.email, { password: NEW_PASSWORD }))).toEqual([]);
  });

  it('are outdated once more by each thing that outdates them', async () => {
    const lea = await auth.enrolled();
    await auth.mailbox.next(lea.email);
    const input = { password: PASSWORD, totpCode: auth.code(lea.secret) };
    dataOf(await auth.ask(DISABLE, { input }, lea.caller));
    await auth.mailbox.next(lea.email);
    await auth.mutate('requestPasswordReset', { email: lea.email });
    const { token } = await auth.mailbox.next(lea.email);
    dataOf(await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } }));
    expect((await auth.staleVersions(lea.userId)).sort()).toEqual([2, 3]);
  });
});

describe('a refresh token of a cookie that comes back', () => {
  it('ends the session, takes the cookie along, and its owner is told by mail', async () => {
    const lea = await auth.enrolled();
    await auth.mailbox.next(lea.email);
    const { token } = await inBrowser(lea);
    const next = tokenOf(await auth.askInBrowser(token, REFRESH));
    auth.passSeconds(11);
    const replayed = await auth.askInBrowser(token, REFRESH);
    expect(codesOf(replayed)).toEqual(['SESSION_REVOKED']);
    expect(cookieOf(replayed)).toBeNull();
    expect(codesOf(await auth.askInBrowser(next, REFRESH))).toEqual(['SESSION_REVOKED']);
    expect((await auth.mailbox.next(lea.email)).parsed.subject).toBe('Une de vos sessions a été fermée par précaution');
    expect(fieldCodes(replayed)).toEqual([]);
  });

  it('shown as an argument, outside the cookie, ends nothing and mails nobody', async () => {
    const lea = await auth.enrolled();
    const { token } = await inBrowser(lea);
    const next = tokenOf(await auth.askInBrowser(token, REFRESH));
    auth.passSeconds(11);
    expect(codesOf(await refresh(token))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await auth.askInBrowser(next, REFRESH))).toEqual([]);
    const mails = { to: lea.email, kind: 'refresh-token-reused' };
    expect(await auth.connection.collection('mails').countDocuments(mails)).toBe(0);
  });
});
