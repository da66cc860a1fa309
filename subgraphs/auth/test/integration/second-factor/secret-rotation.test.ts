import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, LOGIN, PASSWORD, REFRESH } from '../environment.js';
import { type SecondFactorEnvironment, secondFactorEnvironment } from './environment.js';

const OLD = 'kR7wB3nYt9PqLx5ZmVc2JhGfDs8AeUoI';
const NEW = 'pT4vN8xLq2RzWk6YbYcJh3GfDs9AeUoM';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment({ AUTH_SECRET_KEY: OLD });
});
afterAll(() => auth.close());

const signInTo = (replica: AuthEnvironment, email: string, proof: object) =>
  replica.ask(LOGIN, { input: { email, password: PASSWORD, ...proof } });

/** One more replica beside the first, with other secrets. */
const replicaWith = (AUTH_SECRET_KEY: string, AUTH_PREVIOUS_SECRET_KEYS = '') =>
  auth.restart({ AUTH_SECRET_KEY, AUTH_PREVIOUS_SECRET_KEYS }, { keepFirst: true });

describe('a new AUTH_SECRET_KEY', () => {
  it('locks nobody out whose second factor the former one sealed, and seals it anew', async () => {
    const { email, secret } = await auth.enrolled();
    const rotated = await replicaWith(NEW, OLD);
    expect((await signInTo(rotated, email, { totpCode: auth.code(secret) })).errors).toBeUndefined();
    await rotated.close();
    const later = await replicaWith(NEW);
    expect((await signInTo(later, email, { totpCode: auth.code(secret) })).errors).toBeUndefined();
    await later.close();
  });

  it('without the former one still leaves recovery codes', async () => {
    const { email, secret, codes } = await auth.enrolled();
    const forgetful = await replicaWith(NEW);
    expect(codesOf(await signInTo(forgetful, email, { totpCode: auth.code(secret) }))).toEqual(['INTERNAL']);
    expect((await signInTo(forgetful, email, { recoveryCode: codes[0] })).errors).toBeUndefined();
    await forgetful.close();
  });

  it('gives the same successor to a refresh whose answer got lost while the secret changed', async () => {
    const { refreshToken } = await auth.newcomer();
    const before = await auth.ask(REFRESH, { token: refreshToken });
    const rotated = await replicaWith(NEW, OLD);
    const again = await rotated.ask(REFRESH, { token: refreshToken });
    expect(again.data.refreshSession.refreshToken).toBe(before.data.refreshSession.refreshToken);
    const next = await rotated.ask(REFRESH, { token: again.data.refreshSession.refreshToken });
    expect(next.errors).toBeUndefined();
    expect(codesOf(await rotated.ask(REFRESH, { token: refreshToken }))).toEqual(['SESSION_REVOKED']);
    await rotated.close();
  });
});
