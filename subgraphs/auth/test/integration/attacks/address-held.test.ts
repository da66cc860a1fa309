import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callerOf, PASSWORD, REGISTER } from '../environment.js';
import { type OpenIdEnvironment, openIdEnvironment } from '../openid/openid-environment.js';

jest.setTimeout(120_000);

let auth: OpenIdEnvironment;
beforeAll(async () => {
  auth = await openIdEnvironment();
});
afterAll(() => auth.close());

/** Registers somebody's address and leaves it, so that it stays reserved for the way back. */
async function left(email: string, { verify = false } = {}): Promise<void> {
  const newEmail = `ailleurs-${email}`;
  const { accessToken } = dataOf(
    await auth.ask(REGISTER, { input: { email, password: PASSWORD, displayName: 'Quelqu’un' } }),
  ).register;
  const { token } = await auth.mailbox.next(email);
  if (verify) await auth.mutate('verifyEmail', { token });
  await auth.mutate('requestEmailChange', { input: { newEmail, password: PASSWORD } }, callerOf(accessToken));
  await auth.mutate('confirmEmailChange', { token: (await auth.mailbox.next(newEmail)).token });
}

describe('an address that an attacker registered and left again, without ever proving it', () => {
  it('is not kept from its owner, whom a provider vouches for', async () => {
    const { subject, email } = auth.person();
    await left(email);
    const flow = await auth.visit(await auth.begin(), subject);
    // As with an account that never proved its address, they are asked first.
    expect(codesOf(await auth.finish(flow))).toEqual(['CONFLICT']);
    const answer = await auth.finish({ ...flow, claimAddress: true });
    expect(codesOf(answer)).toEqual([]);
    expect(dataOf(answer).finishOpenIdSignIn.user).toMatchObject({ email, emailVerified: true });
  });

  it('is kept for an account that had proved it', async () => {
    const { subject, email } = auth.person();
    await left(email, { verify: true });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish({ ...flow, claimAddress: true }))).toEqual(['CONFLICT']);
  });
});
