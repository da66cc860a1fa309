import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createModels } from '../../src/models/index.js';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, REFRESH, type SignedUp } from './environment.js';

let auth: AuthEnvironment;
let admin: SignedUp;
beforeAll(async () => {
  auth = await authEnvironment();
  admin = await auth.promoted('ADMIN');
});
afterAll(() => auth.close());

const LOG = `query ($first: Int! = 100, $after: String, $actorId: ID, $targetId: ID, $action: AuditAction, $since: DateTime, $until: DateTime) {
  auditLog(first: $first, after: $after, actorId: $actorId, targetId: $targetId, action: $action, since: $since, until: $until) {
    edges { cursor node { id at action source actorId targetId ip requestId details { name value } actor { id } target { displayName } } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

interface Entry {
  id: string;
  at: string;
  action: string;
  details: { name: string; value: string }[];
}

async function entries(variables: Record<string, unknown>): Promise<Entry[]> {
  const { data, errors } = await auth.ask(LOG, variables, admin.caller);
  expect(errors).toBeUndefined();
  return data.auditLog.edges.map(({ node }: { node: Entry }) => node);
}

const actionsOn = async (targetId: string) => (await entries({ targetId })).map(({ action }) => action);
const stored = () => auth.connection.collection('audit_log').find().toArray();

describe('the audit log', () => {
  it('tells who did what to whom, from where, in which request', async () => {
    const { userId } = await auth.signUp('Tom');
    const grant = 'mutation ($id: ID!) { grantRole(userId: $id, role: AUTHOR) { id } }';
    await auth.ask(grant, { id: userId }, admin.caller);
    const [newest] = await entries({ targetId: userId });
    expect(newest).toMatchObject({
      action: 'ROLE_GRANTED',
      source: 'API',
      actorId: admin.userId,
      actor: { id: admin.userId },
      targetId: userId,
      target: { displayName: 'Tom' },
      ip: '203.0.113.7',
      requestId: 'request-1',
      details: [{ name: 'role', value: 'AUTHOR' }],
    });
    expect(Date.parse(newest?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('follows an account from its registration', async () => {
    const { userId, caller, email } = await auth.signUp();
    await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    await auth.ask('mutation { updateProfile(input: { displayName: "Zoé" }) { id } }', {}, caller);
    await auth.ask('mutation { updateProfile(input: { displayName: "Zoé" }) { id } }', {}, caller);
    await auth.ask('mutation { logout }', {}, caller);
    await auth.ask('mutation { revokeAllSessions }', {}, caller);
    for (const field of ['grantRole', 'grantRole', 'revokeRole', 'revokeRole']) {
      const change = `mutation ($id: ID!) { ${field}(userId: $id, role: AUTHOR) { id } }`;
      await auth.ask(change, { id: userId }, admin.caller);
    }
    expect((await actionsOn(userId)).reverse()).toEqual([
      'ACCOUNT_REGISTERED',
      'LOGIN_SUCCEEDED',
      'LOGIN_SUCCEEDED',
      'PROFILE_CHANGED',
      'LOGGED_OUT',
      'SESSION_REVOKED',
      'ROLE_GRANTED',
      'ROLE_REVOKED',
    ]);
    const [change] = await entries({ targetId: userId, action: 'PROFILE_CHANGED' });
    expect(change?.details).toEqual([{ name: 'fields', value: 'displayName' }]);
  });

  it('tells a stolen refresh token from a session that was ended on purpose', async () => {
    const { userId, refreshToken } = await auth.signUp();
    await auth.ask(REFRESH, { token: refreshToken });
    auth.passSeconds(11);
    await auth.ask(REFRESH, { token: refreshToken });
    const [reuse] = await entries({ targetId: userId });
    expect(reuse).toMatchObject({ action: 'REFRESH_TOKEN_REUSED', actorId: null });
  });

  it('has no entry of what was refused and changed nothing', async () => {
    const before = (await stored()).length;
    const grant = 'mutation { grantRole(userId: "nobody", role: AUTHOR) { id } }';
    expect(codesOf(await auth.ask(grant, {}, admin.caller))).toEqual(['NOT_FOUND']);
    expect(await stored()).toHaveLength(before);
  });

  it('is written in the transaction of the action: no entry, no action', async () => {
    const { userId } = await auth.signUp();
    const database = auth.connection.db;
    await database?.command({ collMod: 'audit_log', validator: { action: { $ne: 'ROLE_GRANTED' } } });
    try {
      const grant = 'mutation ($id: ID!) { grantRole(userId: $id, role: AUTHOR) { id } }';
      expect(codesOf(await auth.ask(grant, { id: userId }, admin.caller))).toEqual(['INTERNAL']);
    } finally {
      await database?.command({ collMod: 'audit_log', validator: {} });
    }
    const account = await auth.connection
      .collection<{ _id: string; roles: string[] }>('accounts')
      .findOne({ _id: userId });
    expect(account?.roles).toEqual(['LEARNER']);
    expect(await auth.eventsOf(userId)).not.toContain('ROLE_CHANGED');
  });

  it('cannot be changed or shortened by the service', async () => {
    const { auditLog } = createModels(auth.connection);
    const before = await stored();
    const change = { $set: { action: 'LOGGED_OUT' as const } };
    const [entry] = await auditLog.find().limit(1);
    if (!entry) throw new Error('The log is empty.');
    entry.ip = '198.51.100.1';
    const attempts = [
      () => auditLog.updateOne({}, change),
      () => auditLog.updateMany({}, change),
      () => auditLog.findOneAndUpdate({}, change),
      () => auditLog.findByIdAndDelete(entry._id),
      () => auditLog.replaceOne({}, entry.toObject()),
      () => auditLog.findOneAndReplace({}, entry.toObject()),
      () => auditLog.deleteOne({}),
      () => auditLog.deleteMany({}),
      () => auditLog.bulkWrite([{ deleteMany: { filter: {} } }]),
      () => entry.save(),
      () => entry.updateOne(change),
      () => entry.deleteOne(),
    ];
    for (const attempt of attempts) await expect((async () => attempt())()).rejects.toThrow('append-only');
    expect(await stored()).toEqual(before);
  });
});

describe('refused sign-ins', () => {
  const fail = (email: string, password: string, ip: string) => auth.ask(LOGIN, { input: { email, password } }, { ip });
  const failuresOf = async (variables: Record<string, unknown>) =>
    (await entries({ action: 'LOGIN_FAILED', ...variables })).map(
      ({ details }) => Object.fromEntries(details.map(({ name, value }) => [name, value])).failures,
    );

  it('are written at the first and the tenth for an account, however many there are', async () => {
    const { email, userId } = await auth.signUp();
    for (let n = 0; n < 12; n += 1) await fail(email, `wrong ${n}`, `198.51.100.${n}`);
    await waitFor(async () => (await failuresOf({ targetId: userId })).length === 2, { what: 'two entries' });
    expect(await failuresOf({ targetId: userId })).toEqual(['10', '1']);
  });

  it('with unknown addresses are written from the tenth of an IP address, without a word of what was typed', async () => {
    const typed = 'un-mot-de-passe-tape-trop-tot';
    for (let n = 0; n < 10; n += 1) await fail(`${typed}@example.org`, typed, '198.51.100.77');
    const of = async () => (await stored()).filter(({ ip }) => ip === '198.51.100.77');
    await waitFor(async () => (await of()).length === 1, { what: 'the entry of a stranger' });
    expect((await of())[0]).toMatchObject({ action: 'LOGIN_FAILED', targetId: null, actorId: null });
    expect(JSON.stringify(await stored())).not.toContain(typed);
  });

  it('leave neither passwords, tokens nor addresses in the log', async () => {
    const { email, accessToken, refreshToken } = await auth.signUp();
    await fail(email, 'another secret', '198.51.100.78');
    await waitFor(async () => (await stored()).some(({ ip }) => ip === '198.51.100.78'), { what: 'the entry' });
    const log = JSON.stringify(await stored());
    for (const secret of [email, PASSWORD, 'another secret', accessToken, refreshToken, '$argon2']) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('reading the audit log', () => {
  it('is for administrators', async () => {
    const [learner, author] = [await auth.signUp(), await auth.promoted('AUTHOR')];
    expect(codesOf(await auth.ask(LOG))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await auth.ask(LOG, {}, learner.caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await auth.ask(LOG, {}, author.caller))).toEqual(['FORBIDDEN']);
  });

  it('goes page by page from the newest, and news do not shift the pages that follow', async () => {
    const { userId, email } = await auth.signUp();
    for (let n = 0; n < 5; n += 1) await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    const expected = (await entries({ targetId: userId })).map(({ id }) => id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await auth.ask(LOG, { first: 3, after, targetId: userId }, admin.caller);
      expect(data.auditLog.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...data.auditLog.edges.map(({ node }: { node: Entry }) => node.id));
      after = data.auditLog.pageInfo.hasNextPage ? data.auditLog.pageInfo.endCursor : null;
      await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    } while (after !== null);
    expect(seen).toEqual(expected);
  });

  it('finds by actor, action and time', async () => {
    const { userId, caller } = await auth.signUp();
    await auth.ask('mutation { logout }', {}, caller);
    const all = await entries({ actorId: userId });
    expect(all.map(({ action }) => action)).toEqual(['LOGGED_OUT', 'LOGIN_SUCCEEDED', 'ACCOUNT_REGISTERED']);
    expect(await entries({ actorId: userId, action: 'LOGGED_OUT' })).toEqual(all.slice(0, 1));
    const logout = all[0]?.at;
    expect(await entries({ actorId: userId, since: logout })).toEqual(all.slice(0, 1));
    expect(await entries({ actorId: userId, until: logout })).toEqual(all.slice(1));
    expect(await entries({ targetId: '{"$gt": ""}' })).toEqual([]);
  });

  const cursor = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
  it.each([
    { first: 0 },
    { first: 101 },
    { after: 'nonsense' },
    { after: cursor('yesterday', 'x') },
    { after: cursor(1) },
  ])('refuses %j', async (variables) => {
    expect(codesOf(await auth.ask(LOG, variables, admin.caller))).toEqual(['BAD_USER_INPUT']);
  });
});
