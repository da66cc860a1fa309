import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN, PASSWORD, REGISTER } from '../environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

let registered = 0;
function register(input: Record<string, unknown>) {
  registered += 1;
  const email = `sosie${registered}@example.org`;
  return auth.ask(REGISTER, { input: { email, password: PASSWORD, displayName: 'Léa', ...input } });
}

describe('a name made to be taken for another', () => {
  it.each([
    ['a Cyrillic А in Admin', '\u0410dmin'],
    ['a Greek omicron in Doctor', 'D\u03BFctor'],
    ['a letter of zero width', 'Ad\u200Bmin'],
    ['a joiner', 'Ad\u200Dmin'],
    ['a word joiner', 'Admin\u2060'],
    ['a soft hyphen', 'Ad\u00ADmin'],
    ['a change of direction', 'Lea\u202Enimda'],
    ['an isolate', '\u2067Admin\u2069'],
    ['tag characters', 'Admin\u{E0041}'],
  ])('by %s is refused, at registration and afterwards', async (_, displayName) => {
    expect(codesOf(await register({ displayName }))).toEqual(['BAD_USER_INPUT']);
    const { caller } = await auth.signUp();
    const change = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName } }';
    expect(codesOf(await auth.ask(change, { input: { displayName } }, caller))).toEqual(['BAD_USER_INPUT']);
  });

  it('says which letters are meant, in French', async () => {
    const { errors } = await register({ displayName: '\u0410dmin' });
    expect(errors?.[0]?.extensions.fields).toEqual([
      {
        path: ['input', 'displayName'],
        code: 'DISPLAY_NAME_MIXED_SCRIPTS',
        message: expect.stringContaining('un seul'),
      },
    ]);
  });

  it('over-long is refused, also by a megabyte of it', async () => {
    expect(codesOf(await register({ displayName: 'x'.repeat(31) }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await register({ displayName: 'x'.repeat(1_000_000) }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('an address made to be taken for another', () => {
  it.each(['JUMEAU@example.org', ' jumeau@EXAMPLE.org ', '\uFF4Aumeau@example.org', 'jumeau@ex\u{1D41A}mple.org'])(
    'is the same account however it is written: %j',
    async (email) => {
      await register({ email: 'jumeau@example.org' });
      expect(codesOf(await register({ email }))).toEqual(['CONFLICT']);
      expect(codesOf(await auth.ask(LOGIN, { input: { email, password: PASSWORD } }))).toEqual([]);
    },
  );

  it.each(['l\u0435a@example.org', 'lea@ex\u0430mple.org', 'l\u200Bea@example.org', '\u202Elea@example.org'])(
    'by letters that look alike or do not show is refused: %j',
    async (email) => {
      expect(codesOf(await register({ email }))).toEqual(['BAD_USER_INPUT']);
    },
  );

  it('over-long is refused, also by a megabyte of it', async () => {
    expect(codesOf(await register({ email: `${'x'.repeat(250)}@example.org` }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await register({ email: `${'x'.repeat(1_000_000)}@example.org` }))).toEqual(['BAD_USER_INPUT']);
    const login = { email: `${'x'.repeat(1_000_000)}@example.org`, password: PASSWORD };
    expect(codesOf(await auth.ask(LOGIN, { input: login }))).toEqual(['INVALID_CREDENTIALS']);
  });
});

describe('mass assignment', () => {
  it.each([
    ['roles', ['ADMIN']],
    ['emailVerified', true],
    ['passwordHash', '$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA'],
    ['_id', 'chosen'],
    ['authVersion', 99],
    ['suspension', null],
  ])('of %s at registration is refused, and nothing is made', async (field, value) => {
    const email = `masse-${field.toLowerCase()}@example.org`;
    expect(codesOf(await register({ email, [field]: value }))).toEqual(['BAD_USER_INPUT']);
    expect(await auth.connection.collection('accounts').countDocuments({ email })).toBe(0);
  });

  it('of roles to a profile is refused, and changes nothing', async () => {
    const { caller, email } = await auth.signUp();
    const change = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
    const refused = await auth.ask(change, { input: { displayName: 'Zoé', roles: ['ADMIN'] } }, caller);
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    const again = await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    expect(callerOf(again.data.login.accessToken).roles).toEqual(['LEARNER']);
  });
});
