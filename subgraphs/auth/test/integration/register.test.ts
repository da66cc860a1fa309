import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN, PASSWORD, REGISTER } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const register = (input: Record<string, unknown>, caller = {}) =>
  auth.ask(REGISTER, { input: { email: 'x@example.org', password: PASSWORD, displayName: 'Léa', ...input } }, caller);

describe('registering', () => {
  it('makes a learner and signs them in', async () => {
    const answer = await register({ email: 'lea@example.org' });
    expect(answer.errors).toBeUndefined();
    const { accessToken, accessTokenExpiresAt, refreshToken, user } = answer.data.register;
    const claims = jsonwebtoken.verify(accessToken, auth.jwtSecret, { complete: true });
    expect(claims.header.alg).toBe('HS256');
    expect(claims.payload).toMatchObject({
      sub: user.id,
      iss: 'doctorpy',
      aud: 'doctorpy',
      roles: ['LEARNER'],
      av: 1,
      sid: expect.any(String),
    });
    const { iat = 0, exp = 0 } = callerClaims(accessToken);
    expect(exp - iat).toBe(900);
    expect(new Date(accessTokenExpiresAt).getTime()).toBe(exp * 1000);
    expect(refreshToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const me = await auth.ask('{ me { displayName email roles language timeZone } }', {}, callerOf(accessToken));
    expect(me.data.me).toEqual({
      displayName: 'Léa',
      email: 'lea@example.org',
      roles: ['LEARNER'],
      language: 'fr',
      timeZone: 'Europe/Paris',
    });
  });

  it('tells the other services, in the transaction that made the account', async () => {
    const { userId } = await auth.signUp();
    expect(await auth.eventsOf(userId)).toEqual(['USER_REGISTERED', 'USER_AUTHENTICATED']);
    await waitFor(
      async () => {
        const entries = await auth.redis.xrange('events:{auth}', '-', '+');
        return entries.filter(([, fields]) => fields.join().includes(userId)).length === 2;
      },
      { what: 'both events are in the stream' },
    );
    const event = await auth.connection.collection('outbox').findOne({ 'payload.userId': userId });
    expect(event).toMatchObject({ actorId: userId, requestId: 'request-1' });
  });

  it('names every problem at once, in the caller’s language', async () => {
    const input = { email: 'nobody', password: 'short', displayName: 'x', language: 'de', timeZone: 'Mars/Olympus' };
    const answer = await register(input, { language: 'en' });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.extensions.fields).toEqual([
      { path: ['input', 'email'], code: 'INVALID_EMAIL', message: expect.stringContaining('lea@example.org') },
      { path: ['input', 'password'], code: 'PASSWORD_LENGTH', message: expect.stringContaining('8 to 256') },
      { path: ['input', 'displayName'], code: 'DISPLAY_NAME_LENGTH', message: expect.any(String) },
      { path: ['input', 'language'], code: 'UNKNOWN_LANGUAGE', message: expect.any(String) },
      { path: ['input', 'timeZone'], code: 'UNKNOWN_TIME_ZONE', message: expect.any(String) },
    ]);
  });

  it('refuses an address that is taken, however it is written', async () => {
    expect((await register({ email: 'taken@example.org' })).errors).toBeUndefined();
    expect(codesOf(await register({ email: '  Taken@Example.ORG ' }))).toEqual(['CONFLICT']);
    expect(codesOf(await register({ email: 'ｔaken@example.org' }))).toEqual(['CONFLICT']);
  });

  it('makes one account when the same address registers twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => register({ email: 'race@example.org' })));
    expect(answers.filter(({ data }) => data?.register)).toHaveLength(1);
    expect(answers.flatMap(codesOf)).toEqual(Array(19).fill('CONFLICT'));
    const accounts = auth.connection.collection('accounts');
    expect(await accounts.countDocuments({ email: 'race@example.org' })).toBe(1);
  });

  it('takes an operator in a string for what it is: a string', async () => {
    expect(codesOf(await register({ email: '{"$gt": ""}' }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await register({ email: { $gt: '' } }))).toEqual(['BAD_USER_INPUT']);
    const credentials = { email: '{"$gt": ""}', password: '{"$ne": null}' };
    expect(codesOf(await auth.ask(LOGIN, { input: credentials }))).toEqual(['INVALID_CREDENTIALS']);
  });

  it('has no way to ask for a role', async () => {
    expect(codesOf(await register({ email: 'boss@example.org', roles: ['ADMIN'] }))).toEqual(['BAD_USER_INPUT']);
  });

  it('stores neither the password nor the refresh token', async () => {
    const { refreshToken, userId } = await auth.signUp();
    const collections = await auth.connection.listCollections();
    for (const { name } of collections) {
      const text = JSON.stringify(await auth.connection.collection(name).find().toArray());
      expect(text).not.toContain(refreshToken);
      expect(text).not.toContain(PASSWORD);
    }
    const account = await auth.connection
      .collection<{ _id: string; passwordHash: string }>('accounts')
      .findOne({ _id: userId });
    expect(account?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is refused to whoever does not come through the gateway', async () => {
    const response = await auth.askUnsigned('{ me { id } }', { 'doctorpy-caller': 'e30' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

function callerClaims(accessToken: string): jsonwebtoken.JwtPayload {
  const claims = jsonwebtoken.decode(accessToken);
  if (claims === null || typeof claims === 'string') throw new Error('An access token without claims.');
  return claims;
}
