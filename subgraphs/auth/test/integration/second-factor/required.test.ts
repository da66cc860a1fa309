import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerOf, PASSWORD, REFRESH } from '../environment.js';
import {
  CONFIRM,
  callerFrom,
  DISABLE,
  type SecondFactorEnvironment,
  STATE,
  secondFactorEnvironment,
} from './environment.js';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment({ MFA_REQUIRED_ROLES: 'ADMIN' });
});
afterAll(() => auth.close());

const USERS = '{ users(first: 1) { totalCount } }';

describe('where MFA_REQUIRED_ROLES names ADMIN, an administrator', () => {
  it('signs in without a second factor as a learner, and is told what is missing', async () => {
    const { email } = await auth.promoted('ADMIN');
    const caller = callerFrom(await auth.signIn(email));
    expect(caller).toMatchObject({ roles: ['LEARNER'], withheldRoles: ['ADMIN'] });
    const refused = await auth.ask(USERS, {}, caller);
    expect(codesOf(refused)).toEqual(['MFA_REQUIRED']);
    expect(refused.errors?.[0]?.message).toMatch(/startTotpEnrolment.*refreshSession/);
    const { data } = await auth.ask(STATE, {}, caller);
    expect(data.me).toEqual({
      roles: ['LEARNER', 'ADMIN'],
      secondFactor: { enabledAt: null, recoveryCodesLeft: 0, required: true },
    });
  });

  it('is one again in the same session, once a second factor is enabled and the session refreshed', async () => {
    const { email } = await auth.promoted('ADMIN');
    const { login } = (await auth.signIn(email)).data;
    await auth.enrolled({ email, userId: '', ...login, caller: callerOf(login.accessToken) });
    const { data } = await auth.ask(REFRESH, { token: login.refreshToken });
    const caller = callerOf(data.refreshSession.accessToken);
    expect(caller).toMatchObject({ roles: ['LEARNER', 'ADMIN'], withheldRoles: [] });
    expect((await auth.ask(USERS, {}, caller)).errors).toBeUndefined();
  });

  it('is a learner again as soon as the second factor is disabled', async () => {
    const { email } = await auth.promoted('ADMIN');
    const { login } = (await auth.signIn(email)).data;
    const { secret } = await auth.enrolled({ email, userId: '', ...login, caller: callerOf(login.accessToken) });
    const { refreshSession } = (await auth.ask(REFRESH, { token: login.refreshToken })).data;
    const input = { password: PASSWORD, totpCode: auth.code(secret) };
    await auth.ask(DISABLE, { input }, callerOf(refreshSession.accessToken));
    const { data } = await auth.ask(REFRESH, { token: refreshSession.refreshToken });
    expect(callerOf(data.refreshSession.accessToken).withheldRoles).toEqual(['ADMIN']);
    expect(await auth.staleVersions(callerOf(login.accessToken).userId ?? '')).toEqual([2]);
  });

  it('sees nobody else’s own fields by a sign-in within the same request either', async () => {
    const { email } = await auth.promoted('ADMIN');
    const document = `mutation { login(input: { email: "${email}", password: "${PASSWORD}" }) { accessToken } resetSecondFactor(userId: "x") { id } }`;
    expect(codesOf(await auth.ask(document))).toEqual(['MFA_REQUIRED']);
  });
});

it('authors and learners are not asked where only ADMIN is named', async () => {
  const { email } = await auth.promoted('AUTHOR');
  expect(callerFrom(await auth.signIn(email))).toMatchObject({ roles: ['LEARNER', 'AUTHOR'], withheldRoles: [] });
});

it('a code that confirms nothing gives no role', async () => {
  const { email } = await auth.promoted('ADMIN');
  const caller = callerFrom(await auth.signIn(email));
  expect(codesOf(await auth.ask(CONFIRM, { code: '123456' }, caller))).toEqual(['CONFLICT']);
});
