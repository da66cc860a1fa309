import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN, PASSWORD, REGISTER } from './environment.js';

describe('signing in', () => {
  let auth: AuthEnvironment;
  beforeAll(async () => {
    auth = await authEnvironment();
  });
  afterAll(() => auth.close());
  const login = (input: Record<string, unknown>) => auth.ask(LOGIN, { input });

  it('opens a session of its own for whoever knows the password', async () => {
    const { email, userId, caller } = await auth.signUp();
    const answer = await login({ email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(answer.data.login.user.id).toBe(userId);
    const second = callerOf(answer.data.login.accessToken);
    expect(second.sessionId).not.toBe(caller.sessionId);
    expect(await auth.eventsOf(userId)).toEqual(['USER_REGISTERED', 'USER_AUTHENTICATED', 'USER_AUTHENTICATED']);
  });

  it('may read what is theirs in the same request', async () => {
    const { email } = await auth.signUp();
    const query =
      'mutation ($input: LoginInput!) { login(input: $input) { user { email roles sessions { current } } } }';
    const { user } = (await auth.ask(query, { input: { email, password: PASSWORD } })).data.login;
    expect(user).toMatchObject({ email, roles: ['LEARNER'] });
    expect(user.sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
  });

  it('accepts a password typed on another keyboard', async () => {
    const email = 'accent@example.org';
    const composed = 'été à la plage'.normalize('NFC');
    await auth.ask(REGISTER, { input: { email, password: composed, displayName: 'Léa' } });
    expect(codesOf(await login({ email, password: composed.normalize('NFD') }))).toEqual([]);
  });

  it('gives the same answer to a wrong password and to an unknown address', async () => {
    const { email } = await auth.signUp();
    const wrong = await login({ email, password: 'not the password' });
    const unknown = await login({ email: 'nobody@example.org', password: 'not the password' });
    expect(codesOf(wrong)).toEqual(['INVALID_CREDENTIALS']);
    expect(unknown).toEqual(wrong);
  });

  it('refuses a megabyte of password without hashing it', async () => {
    const { email } = await auth.signUp();
    expect(codesOf(await login({ email, password: 'x'.repeat(1_000_000) }))).toEqual(['INVALID_CREDENTIALS']);
  });
});
