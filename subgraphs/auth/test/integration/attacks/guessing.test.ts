import { codesOf, type GraphQLAnswer, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, REGISTER } from '../environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment({
    AUTH_LOGIN_ATTEMPTS_AT_ONCE: '3',
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: '6',
    AUTH_LOGIN_LIMIT_PER_IP: '12',
    // Long enough for no wait to end by itself in a burst on a busy machine.
    AUTH_LOGIN_FIRST_DELAY_SECONDS: '100',
    AUTH_LOGIN_LONGEST_DELAY_SECONDS: '1000',
    AUTH_STUFFING_ALERT_ACCOUNTS: '20',
    AUTH_REGISTER_LIMIT_PER_IP: '10000',
    AUTH_REGISTER_TAKEN_LIMIT_PER_IP: '4',
    AUTH_REGISTER_LIMIT_PER_ADDRESS: '6',
  });
});
afterAll(() => auth.close());

const HOME = '203.0.113.7';
const login = (email: string, password: string, ip: string) => auth.ask(LOGIN, { input: { email, password } }, { ip });
const guess = (email: string, ip: string) => login(email, 'not the password', ip);
const waitOf = ({ errors }: GraphQLAnswer) => Number(errors?.[0]?.extensions.retryAfterSeconds ?? 0);

/** Lets the waits of a limit pass, as far as Redis is concerned. */
async function letWaitsPass(limit: string) {
  const keys = await auth.redis.keys(`auth:attempts:${limit}:gate:*`);
  for (const key of keys) {
    expect(await auth.redis.pttl(key)).toBeGreaterThan(0);
    await auth.redis.del(key);
  }
}

describe('guessing at one account', () => {
  it('waits longer after each wrong password, twice as long as before', async () => {
    const { email } = await auth.signUp();
    const waits: number[] = [];
    for (let n = 0; n < 3; n += 1) expect(codesOf(await guess(email, HOME))).toEqual(['INVALID_CREDENTIALS']);
    for (let n = 0; n < 5; n += 1) {
      const refused = await guess(email, HOME);
      expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
      waits.push(waitOf(refused));
      await letWaitsPass('login-pair');
      expect(codesOf(await guess(email, HOME))).toEqual(['INVALID_CREDENTIALS']);
    }
    const wanted = [100, 200, 400, 800, 1000];
    waits.forEach((wait, n) => {
      // Some seconds of it were over before it was asked for.
      expect(wait).toBeGreaterThan((wanted[n] ?? 0) - 60);
      expect(wait).toBeLessThanOrEqual(wanted[n] ?? 0);
    });
  });

  it('ends with the right password, after which all is forgotten', async () => {
    const { email } = await auth.signUp();
    for (let n = 0; n < 3; n += 1) await guess(email, HOME);
    expect(codesOf(await login(email, PASSWORD, HOME))).toEqual(['RATE_LIMITED']);
    await letWaitsPass('login-pair');
    expect(codesOf(await login(email, PASSWORD, HOME))).toEqual([]);
    for (let n = 0; n < 3; n += 1) expect(codesOf(await guess(email, HOME))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('gets three passwords looked at when a hundred come at once', async () => {
    const { email } = await auth.signUp();
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess(email, '198.51.100.1')));
    const codes = answers.flatMap(codesOf);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(3);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(97);
    // Whoever is impatient waits no longer for it.
    expect(Math.max(...answers.map(waitOf))).toBeLessThanOrEqual(100);
  });

  it('gets one password looked at in one request of a hundred aliased logins: the first that fails ends it', async () => {
    const { email } = await auth.signUp();
    const aliases = Array.from(
      { length: 100 },
      (_, n) => `g${n}: login(input: {email: "${email}", password: "guess ${n}"}) { accessToken }`,
    );
    const answer = await auth.ask(`mutation { ${aliases.join(' ')} }`, {}, { ip: '198.51.100.2' });
    expect(answer.data ?? null).toBeNull();
    expect(codesOf(answer)).toEqual(['INVALID_CREDENTIALS']);
    for (let n = 0; n < 2; n += 1) {
      expect(codesOf(await guess(email, '198.51.100.2'))).toEqual(['INVALID_CREDENTIALS']);
    }
    expect(codesOf(await guess(email, '198.51.100.2'))).toEqual(['RATE_LIMITED']);
  });

  it('from many networks has one budget for all of them', async () => {
    const { email } = await auth.signUp();
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(email, `198.51.101.${n}`)));
    expect(guesses.flatMap(codesOf).filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(6);
  });
});

describe('an attacker', () => {
  it('cannot lock the owner out of the networks they sign in from', async () => {
    const { email } = await auth.signUp();
    await Promise.all(Array.from({ length: 30 }, (_, n) => guess(email, `198.51.102.${n}`)));
    expect(codesOf(await login(email, PASSWORD, '198.51.102.200'))).toEqual(['RATE_LIMITED']);
    expect(codesOf(await login(email, PASSWORD, HOME))).toEqual([]);
  });

  it('cannot lock a class out by guessing from its network at strangers’ accounts', async () => {
    const school = '192.0.2.10';
    const { email } = await auth.signUp();
    expect(codesOf(await login(email, PASSWORD, school))).toEqual([]);
    await Promise.all(Array.from({ length: 16 }, (_, n) => guess(`stranger${n}@example.org`, school)));
    expect(codesOf(await guess('stranger99@example.org', school))).toEqual(['RATE_LIMITED']);
    expect(codesOf(await login(email, PASSWORD, school))).toEqual([]);
  });

  it('has no limit that lasts: every counter ends by itself', async () => {
    const { email } = await auth.signUp();
    for (let n = 0; n < 8; n += 1) await guess(email, `198.51.103.${n}`);
    const keys = await auth.redis.keys('auth:attempts:*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(await auth.redis.pttl(key)).not.toBe(-1);
  });

  it('learns nothing by being told to wait: an unknown address is limited alike', async () => {
    const { email } = await auth.signUp();
    const tries = async (address: string) => {
      const codes = [];
      for (let n = 0; n < 5; n += 1) codes.push(...codesOf(await guess(address, '198.51.104.1')));
      return codes;
    };
    expect(await tries('nobody-at-all@example.org')).toEqual(await tries(email));
  });

  it('who holds an access token guesses no password where it is asked for again, and slows nobody else down', async () => {
    const { email, userId, caller } = await auth.signUp();
    const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }`;
    const wrong = { input: { currentPassword: 'not the password', newPassword: 'un autre choix de mots' } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => auth.ask(change, wrong, caller)));
    expect(answers.flatMap(codesOf).filter((code) => code !== 'RATE_LIMITED')).toHaveLength(3);
    expect(codesOf(await login(email, PASSWORD, HOME))).toEqual([]);
    const noted = await waitFor(
      () => auth.connection.collection('audit_log').findOne({ action: 'LOGIN_FAILED', targetId: userId }),
      { what: 'the wrong password is in the audit log' },
    );
    expect(noted).toMatchObject({ ip: HOME, details: { cause: 'CONFIRMATION', failures: '1' } });
  });
});

describe('credential stuffing from many IPs', () => {
  it('is told to operators, though every account and network is tried once', async () => {
    const pairs = Array.from({ length: 30 }, (_, n) => [`leaked${n}@example.org`, `100.64.${n}.1`] as const);
    await Promise.all(pairs.map(([email, ip]) => guess(email, ip)));
    const entry = await waitFor(
      () => auth.connection.collection('audit_log').findOne({ action: 'CREDENTIAL_STUFFING_SUSPECTED' }),
      { what: 'the alert is in the audit log' },
    );
    expect(entry).toMatchObject({ actorId: null, targetId: null, ip: null });
    expect(Number(entry.details.accounts)).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify(entry)).not.toContain('leaked');
    const metrics = await auth.metrics();
    expect(metrics).toMatch(/auth_credential_stuffing_alerts_total\{.*\} [1-9]/);
    expect(metrics).toMatch(/auth_sign_in_failures_total\{cause="credentials".*\} \d+/);
    expect(metrics).toMatch(/auth_sign_ins_delayed_total\{limit="pair".*\} \d+/);
  });

  it('from one network is slowed down across accounts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => guess(`someone${n}@example.org`, '198.51.105.1')),
    );
    expect(answers.flatMap(codesOf).filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(12);
  });

  it('gains nothing from the addresses of one IPv6 network', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => guess(`six${n}@example.org`, `2001:db8:1:1::${n + 1}`)),
    );
    expect(answers.flatMap(codesOf).filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(12);
  });
});

describe('a class', () => {
  it('signs in from one address as often as it likes', async () => {
    const { email } = await auth.signUp();
    for (let n = 0; n < 15; n += 1) expect(codesOf(await login(email, PASSWORD, '192.0.2.20'))).toEqual([]);
  });

  it('registers from one address', async () => {
    const inputs = Array.from({ length: 15 }, (_, n) => ({
      email: `pupil${n}@example.org`,
      password: PASSWORD,
      displayName: 'Léa',
    }));
    const answers = await Promise.all(inputs.map((input) => auth.ask(REGISTER, { input }, { ip: '192.0.2.30' })));
    expect(answers.flatMap(codesOf)).toEqual([]);
  });
});

describe('asking register who has an account', () => {
  const register = (email: string, ip: string) =>
    auth.ask(REGISTER, { input: { email, password: PASSWORD, displayName: 'Léa' } }, { ip });

  it('is answered a few times for one network', async () => {
    const known = await Promise.all(Array.from({ length: 6 }, () => auth.signUp()));
    const codes = [];
    for (const { email } of known) codes.push(...codesOf(await register(email, '198.51.106.1')));
    expect(codes).toEqual([...Array(4).fill('CONFLICT'), ...Array(2).fill('RATE_LIMITED')]);
  });

  it('is answered a few times for one address, from wherever', async () => {
    const { email } = await auth.signUp();
    const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => register(email, `198.51.107.${n}`)));
    expect(answers.flatMap(codesOf).filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(3);
  });
});
