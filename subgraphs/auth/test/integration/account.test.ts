import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, callerOf, REFRESH } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const ENTITIES = `query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { id displayName } } }`;
const UPDATE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName language timeZone } }';
const USERS = `query ($first: Int!, $after: String, $search: String) {
  users(first: $first, after: $after, search: $search) {
    edges { node { displayName email } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
  }
}`;

const promoted = (role: 'AUTHOR' | 'ADMIN') => auth.promoted(role);

describe('an account', () => {
  it('is nobody for an anonymous caller', async () => {
    expect(await auth.ask('{ me { id } }')).toEqual({ data: { me: null } });
  });

  it('shows the world its display name only', async () => {
    const [lea, tom] = [await auth.signUp('Léa'), await auth.signUp('Tom')];
    const representations = { users: [{ __typename: 'User', id: lea.userId }] };
    const fields = 'email emailVerified language timeZone createdAt roles sessions { id }';
    for (const [caller, code] of [
      [tom.caller, 'FORBIDDEN'],
      [{}, 'UNAUTHENTICATED'],
    ] as const) {
      const query = `query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { displayName ${fields} } } }`;
      const answer = await auth.ask(query, representations, caller);
      expect(answer.data._entities).toEqual([
        {
          displayName: 'Léa',
          email: null,
          emailVerified: null,
          language: null,
          timeZone: null,
          createdAt: null,
          roles: null,
          sessions: null,
        },
      ]);
      expect(new Set(codesOf(answer))).toEqual(new Set([code]));
    }
  });

  it('is found for the other subgraphs, in one query for all; an unknown one is null', async () => {
    const [lea, tom] = [await auth.signUp('Léa'), await auth.signUp('Tom')];
    const ids = [lea.userId, 'nobody', tom.userId, lea.userId, '{"$gt": ""}'];
    const { data, errors } = await auth.ask(ENTITIES, { users: ids.map((id) => ({ __typename: 'User', id })) });
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { id: lea.userId, displayName: 'Léa' },
      null,
      { id: tom.userId, displayName: 'Tom' },
      { id: lea.userId, displayName: 'Léa' },
      null,
    ]);
  });

  it('changes its profile, and tells the other services when something changed', async () => {
    const { caller, userId } = await auth.signUp();
    const input = { displayName: '  Ada   L. ', language: 'en', timeZone: 'America/Montreal' };
    const { data } = await auth.ask(UPDATE, { input }, caller);
    expect(data.updateProfile).toEqual({ displayName: 'Ada L.', language: 'en', timeZone: 'America/Montreal' });
    await auth.ask(UPDATE, { input }, caller);
    await auth.ask(UPDATE, { input: {} }, caller);
    expect((await auth.eventsOf(userId)).filter((name) => name === 'USER_UPDATED')).toHaveLength(1);
  });

  it('cannot take a display name that leads to a person', async () => {
    const { caller } = await auth.signUp();
    const answer = await auth.ask(UPDATE, { input: { displayName: 'lea@example.org', language: 'xx' } }, caller);
    expect(answer.errors?.[0]?.extensions.fields?.map(({ code }) => code)).toEqual([
      'DISPLAY_NAME_PRIVATE',
      'UNKNOWN_LANGUAGE',
    ]);
  });
});

describe('the list of users', () => {
  it('is for administrators', async () => {
    const learner = await auth.signUp();
    const author = await promoted('AUTHOR');
    expect(codesOf(await auth.ask(USERS, { first: 1 }))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await auth.ask(USERS, { first: 1 }, learner.caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await auth.ask(USERS, { first: 1 }, author.caller))).toEqual(['FORBIDDEN']);
  });

  it('is searched with any character', async () => {
    const caller = { userId: 'an-admin', roles: ['ADMIN' as const] };
    const { errors } = await auth.ask(USERS, { first: 1, search: '\0' }, caller);
    expect(errors).toBeUndefined();
  });

  it('is searched and read page by page', async () => {
    const { caller } = await promoted('ADMIN');
    for (let n = 0; n < 5; n += 1) await auth.signUp(`Page (${n})`);
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await auth.ask(USERS, { first: 2, after, search: 'page (' }, caller);
      expect(errors).toBeUndefined();
      expect(data.users.totalCount).toBe(5);
      expect(data.users.pageInfo.hasPreviousPage).toBe(after !== null);
      names.push(...data.users.edges.map(({ node }: { node: { displayName: string } }) => node.displayName));
      after = data.users.pageInfo.hasNextPage ? data.users.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(['Page (0)', 'Page (1)', 'Page (2)', 'Page (3)', 'Page (4)']);
  });

  it('finds by the beginning of a name or address, however it is accented, and by nothing else', async () => {
    const { caller } = await promoted('ADMIN');
    const { email } = await auth.signUp('Zéphyrin Ütz');
    const search = async (text: string) => (await auth.ask(USERS, { first: 10, search: text }, caller)).data.users;
    for (const found of ['zéphyrin', 'ZEPHYR', ' Zephyrin U', email.toUpperCase(), email.slice(0, -3)]) {
      expect((await search(found)).edges).toContainEqual({ node: { displayName: 'Zéphyrin Ütz', email } });
    }
    for (const nobody of ['Ütz', '.*', '^z', '(z+)+$', '\\', '{"$gt": ""}', '\u{10FFFF}']) {
      expect(await search(nobody)).toMatchObject({ edges: [], totalCount: 0 });
    }
  });

  it('answers a search from indexes alone', async () => {
    const range = { $gte: 'z', $lte: 'z\u{10FFFF}' };
    const plan = await auth.connection
      .collection('accounts')
      .find({ $or: [{ email: range }, { nameKey: range }] })
      .sort({ _id: 1 })
      .explain('queryPlanner');
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('COLLSCAN');
  });

  it.each([{ first: 0 }, { first: 101 }, { first: 2, after: 'nonsense' }, { first: 2, search: 'x'.repeat(101) }])(
    'refuses %j',
    async (variables) => {
      const { caller } = await promoted('ADMIN');
      expect(codesOf(await auth.ask(USERS, variables, caller))).toEqual(['BAD_USER_INPUT']);
    },
  );
});

describe('a role', () => {
  const change = (field: 'grantRole' | 'revokeRole', userId: string, role: string, caller: object) =>
    auth.ask(
      `mutation ($userId: ID!, $role: Role!) { ${field}(userId: $userId, role: $role) { roles } }`,
      { userId, role },
      caller,
    );

  it('is given and taken by administrators, in the next token of its holder', async () => {
    const admin = await promoted('ADMIN');
    const { userId, refreshToken } = await auth.signUp();
    expect((await change('grantRole', userId, 'AUTHOR', admin.caller)).data.grantRole.roles).toEqual([
      'LEARNER',
      'AUTHOR',
    ]);
    const refreshed = await auth.ask(REFRESH, { token: refreshToken });
    expect(callerOf(refreshed.data.refreshSession.accessToken).roles).toEqual(['LEARNER', 'AUTHOR']);
    expect((await change('revokeRole', userId, 'AUTHOR', admin.caller)).data.revokeRole.roles).toEqual(['LEARNER']);
    const account = await auth.connection
      .collection<{ _id: string; authVersion: number }>('accounts')
      .findOne({ _id: userId });
    expect(account?.authVersion).toBe(3);
    expect((await auth.eventsOf(userId)).filter((name) => name === 'ROLE_CHANGED')).toHaveLength(2);
  });

  it('that is held already changes nothing', async () => {
    const admin = await promoted('ADMIN');
    await change('grantRole', admin.userId, 'ADMIN', admin.caller);
    expect(await auth.eventsOf(admin.userId)).not.toContain('ROLE_CHANGED');
  });

  it('is nothing that anybody else can give', async () => {
    const { caller, userId } = await auth.signUp();
    expect(codesOf(await change('grantRole', userId, 'ADMIN', caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await change('grantRole', userId, 'ADMIN', {}))).toEqual(['UNAUTHENTICATED']);
  });

  it('LEARNER stays with every account, and an unknown account has none', async () => {
    const admin = await promoted('ADMIN');
    expect(codesOf(await change('revokeRole', admin.userId, 'LEARNER', admin.caller))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await change('grantRole', 'nobody', 'AUTHOR', admin.caller))).toEqual(['NOT_FOUND']);
  });

  it('ADMIN stays with the last administrator, also when two are dismissed at once', async () => {
    await auth.connection.collection('accounts').updateMany({}, { $set: { roles: ['LEARNER'] } });
    const [one, other] = [await promoted('ADMIN'), await promoted('ADMIN')];
    const answers = await Promise.all([
      change('revokeRole', one.userId, 'ADMIN', other.caller),
      change('revokeRole', other.userId, 'ADMIN', one.caller),
    ]);
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect(await auth.connection.collection('accounts').countDocuments({ roles: 'ADMIN' })).toBe(1);
  });
});
