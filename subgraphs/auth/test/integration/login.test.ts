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

describe('guessing', () => {
  let auth: AuthEnvironment;
  beforeAll(async () => {
    auth = await authEnvironment({
      AUTH_LOGIN_LIMIT_PER_IP: '12',
      AUTH_LOGIN_LIMIT_PER_ACCOUNT: '5',
      AUTH_REGISTER_LIMIT_PER_IP: '4',
      AUTH_LIMIT_WINDOW_SECONDS: '60',
    });
  });
  afterAll(() => auth.close());

  const guess = (email: string, password: string, ip: string) =>
    auth.ask(LOGIN, { input: { email, password } }, { ip });

  it('at one account is slowed down, from wherever, also when the guesses come at once', async () => {
    const { email } = await auth.signUp();
    const guesses = await Promise.all(Array.from({ length: 8 }, (_, n) => guess(email, 'guess', `198.51.100.${n}`)));
    expect(guesses.flatMap(codesOf).sort()).toEqual([
      ...Array(5).fill('INVALID_CREDENTIALS'),
      ...Array(3).fill('RATE_LIMITED'),
    ]);
    const limited = await guess(email, PASSWORD, '198.51.100.99');
    const { code, retryAfterSeconds = 0 } = limited.errors?.[0]?.extensions ?? {};
    expect(code).toBe('RATE_LIMITED');
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it('never locks an account for good: the limit ends with its window', async () => {
    const { email } = await auth.signUp();
    for (let n = 0; n < 6; n += 1) await guess(email, 'guess', `198.51.101.${n}`);
    const keys = await auth.redis.keys('auth:attempts:login-account:*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(await auth.redis.pttl(key)).toBeGreaterThan(0);
    // The window passes.
    await auth.redis.del(...keys);
    expect(codesOf(await guess(email, PASSWORD, '198.51.101.99'))).toEqual([]);
  });

  it('from one address is slowed down across accounts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, n) => guess(`someone${n}@example.org`, 'guess', '198.51.102.1')),
    );
    expect(answers.flatMap(codesOf).filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  });

  it('is not what a class does that signs in from one address', async () => {
    const { email } = await auth.signUp();
    for (let n = 0; n < 15; n += 1) expect(codesOf(await guess(email, PASSWORD, '198.51.103.1'))).toEqual([]);
  });

  it('registering from one address is limited too', async () => {
    const answers = [];
    for (let n = 0; n < 5; n += 1) {
      const input = { email: `mass${n}@example.org`, password: PASSWORD, displayName: 'Léa' };
      answers.push(await auth.ask(REGISTER, { input }, { ip: '198.51.104.1' }));
    }
    expect(answers.flatMap(codesOf)).toEqual(['RATE_LIMITED']);
  });
});
