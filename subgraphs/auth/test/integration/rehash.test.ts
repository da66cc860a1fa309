import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash, verify } from '@node-rs/argon2';
import { createModels } from '../../src/models/index.js';
import { createPasswords } from '../../src/services/account/passwords.js';
import { createRehash } from '../../src/services/account/rehash.js';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD } from './environment.js';

const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const NEW_PASSWORD = 'un autre choix de mots';
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const accounts = () => auth.connection.collection<{ _id: string; passwordHash: string }>('accounts');
const login = (email: string, password: string) => auth.ask(LOGIN, { input: { email, password } });

/** An account whose hash was made when less was asked for. */
async function oldTimer() {
  const person = await auth.signUp();
  const passwordHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  await accounts().updateOne({ _id: person.userId }, { $set: { passwordHash } });
  const hashNow = async () => (await accounts().findOne({ _id: person.userId }))?.passwordHash ?? '';
  return { ...person, passwordHash, hashNow };
}

describe('a hash made at a lower cost', () => {
  it('is replaced when its owner signs in, and the password stays', async () => {
    const { email, hashNow } = await oldTimer();
    expect(codesOf(await login(email, PASSWORD))).toEqual([]);
    expect(await hashNow()).toMatch(CURRENT);
    expect(await verify(await hashNow(), PASSWORD)).toBe(true);
    expect(codesOf(await login(email, PASSWORD))).toEqual([]);
  });

  it('stays when the password was wrong', async () => {
    const { email, passwordHash, hashNow } = await oldTimer();
    expect(codesOf(await login(email, 'not the password'))).toEqual(['INVALID_CREDENTIALS']);
    expect(await hashNow()).toBe(passwordHash);
  });

  it('lets all of eight sign-ins at once succeed', async () => {
    const { email, hashNow } = await oldTimer();
    const answers = await Promise.all(Array.from({ length: 8 }, () => login(email, PASSWORD)));
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await hashNow()).toMatch(CURRENT);
  });

  it('never overwrites a password that was changed while it was being replaced', async () => {
    const { userId, passwordHash, hashNow } = await oldTimer();
    const passwords = await createPasswords('minimum');
    const rehash = createRehash({ models: createModels(auth.connection), passwords });
    // Read and found to fit; then somebody changes it.
    const changed = await passwords.hash(NEW_PASSWORD);
    await accounts().updateOne({ _id: userId }, { $set: { passwordHash: changed } });
    await expect(rehash({ _id: userId, passwordHash }, PASSWORD)).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    expect(await hashNow()).toBe(changed);
  });

  it('keeps no sign-in and no change of the password from the other', async () => {
    const { email, caller, hashNow } = await oldTimer();
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const [change, ...logins] = await Promise.all([
      auth.ask(CHANGE, { input }, caller),
      ...Array.from({ length: 4 }, () => login(email, PASSWORD)),
    ]);
    expect(change.data).toEqual({ changePassword: true });
    for (const answer of logins) expect([[], ['INVALID_CREDENTIALS']]).toContainEqual(codesOf(answer));
    expect(await verify(await hashNow(), NEW_PASSWORD)).toBe(true);
    expect(codesOf(await login(email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
  });
});
