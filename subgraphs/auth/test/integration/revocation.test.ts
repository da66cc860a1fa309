import { createRevocationReader, formatRevocation, revocationKeys } from '@doctorpy/service-kit/revocation';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, REFRESH } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

const records = () => auth.connection.collection<{ _id: string; indexed: boolean; expiresAt: Date }>('revocations');
const recordOf = (id: string) => records().findOne({ _id: id });
const index = async () => {
  const { epoch, entries } = await createRevocationReader(auth.redis).readSince(0);
  return { epoch, members: entries.map(({ revocation }) => formatRevocation(revocation)) };
};
const indexed = (member: string) =>
  waitFor(async () => (await index()).members.includes(member), { what: `${member} in the index` });
const admin = { userId: 'ada', sessionId: 's', roles: ['ADMIN'] as const };

describe('a revocation', () => {
  it.each([
    ['logout', 'mutation { logout }'],
    ['revokeAllSessions', 'mutation { revokeAllSessions }'],
  ])('of a session follows from %s', async (_what, mutation) => {
    const { caller } = await auth.signUp();
    await auth.ask(mutation, {}, caller);
    await indexed(`session:${caller.sessionId}`);
    expect(await recordOf(`session:${caller.sessionId}`)).not.toBeNull();
  });

  it('of a session follows from revokeSession, and leaves the others alone', async () => {
    const { caller, email } = await auth.signUp();
    await auth.ask(LOGIN, { input: { email, password: PASSWORD } });
    await auth.ask('mutation ($id: ID!) { revokeSession(id: $id) }', { id: caller.sessionId }, caller);
    await indexed(`session:${caller.sessionId}`);
    expect(await records().countDocuments({ _id: { $in: await sessionsOf(caller.userId) } })).toBe(1);
  });

  it('of a session follows from a refresh token that comes back', async () => {
    const { caller, refreshToken } = await auth.signUp();
    await auth.ask(REFRESH, { token: refreshToken });
    auth.passSeconds(11);
    await auth.ask(REFRESH, { token: refreshToken });
    await indexed(`session:${caller.sessionId}`);
  });

  it('of older tokens follows from a change of roles, and from nothing that changes none', async () => {
    const { userId } = await auth.signUp();
    const grant = 'mutation ($id: ID!) { grantRole(userId: $id, role: AUTHOR) { id } }';
    for (let n = 0; n < 2; n += 1) expect((await auth.ask(grant, { id: userId }, admin)).errors).toBeUndefined();
    await auth.ask('mutation ($id: ID!) { revokeRole(userId: $id, role: AUTHOR) { id } }', { id: userId }, admin);
    const own = { _id: { $regex: `^user:${userId}:` } };
    const versions = (await records().find(own).toArray()).map(({ _id }) => Number(_id.split(':').at(-1)));
    expect(versions).toHaveLength(2);
    const account = await auth.connection
      .collection<{ _id: string; authVersion: number }>('accounts')
      .findOne({ _id: userId });
    expect(Math.max(...versions)).toBe(account?.authVersion);
    await indexed(`user:${userId}:${account?.authVersion}`);
  });

  it('is kept as long as an access token lives', async () => {
    const { caller, accessToken } = await auth.signUp();
    await auth.ask('mutation { logout }', {}, caller);
    const [, claims = ''] = accessToken.split('.');
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const record = await recordOf(`session:${caller.sessionId}`);
    expect(record?.expiresAt.getTime()).toBeGreaterThanOrEqual(exp * 1000);
    const indexes = await auth.connection.collection('revocations').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
  });
});

describe('the index of revocations', () => {
  it('is rebuilt from the record when Redis was emptied', async () => {
    const { caller } = await auth.signUp();
    await auth.ask('mutation { logout }', {}, caller);
    await indexed(`session:${caller.sessionId}`);
    const before = await index();
    await auth.redis.flushall();
    const after = await waitFor(index, { what: 'the index' });
    expect(after.members).toContain(`session:${caller.sessionId}`);
    expect(after.epoch).not.toBe(before.epoch);
  });

  it('is rebuilt after a reconnection, since a Redis that failed over may have lost its last writes', async () => {
    const { caller } = await auth.signUp();
    await auth.ask('mutation { logout }', {}, caller);
    const member = `session:${caller.sessionId}`;
    await indexed(member);
    await waitFor(async () => (await recordOf(member))?.indexed, { what: 'the record is marked' });
    await auth.redis.zrem(revocationKeys.list, member);
    auth.redis.disconnect(true);
    await indexed(member);
  });

  it('gets what a crash kept from it', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const record = { _id: 'session:committed-then-crashed', revokedAt: new Date(), expiresAt, indexed: false };
    await records().insertOne(record);
    await indexed(record._id);
    await waitFor(async () => (await recordOf(record._id))?.indexed, { what: 'the record is marked' });
  });

  it('is not burdened with what no longer matters', async () => {
    const past = new Date(Date.now() - 1000);
    await records().insertOne({ _id: 'session:long-ago', revokedAt: past, expiresAt: past, indexed: true } as never);
    await auth.redis.flushall();
    expect((await waitFor(index, { what: 'the index' })).members).not.toContain('session:long-ago');
  });
});

async function sessionsOf(userId: string | null): Promise<string[]> {
  const found = await auth.connection
    .collection<{ _id: string; userId: string }>('sessions')
    .find({ userId: userId ?? '' });
  return (await found.toArray()).map(({ _id }) => `session:${_id}`);
}
