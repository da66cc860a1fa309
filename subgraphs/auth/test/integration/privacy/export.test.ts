import { personalDataId } from '@doctorpy/service-kit/personal-data';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, type SignedUp } from '../environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment({ AUTH_EXPORT_LIMIT_PER_ACCOUNT: '3' });
});
afterAll(() => auth.close());

const EXPORT = 'mutation { exportMyData { id formatVersion generatedAt account } }';
const exportOf = ({ caller }: Pick<SignedUp, 'caller'>) => auth.ask(EXPORT, {}, caller);

describe('exportMyData', () => {
  it('gives somebody their account, sessions, links and what the audit log says of them', async () => {
    const lea = await auth.signUp('Léa');
    await auth.ask(LOGIN, { input: { email: lea.email, password: PASSWORD } });
    const { data, errors } = await exportOf(lea);
    expect(errors).toBeUndefined();
    const { id, formatVersion, account } = data.exportMyData;
    expect([id, formatVersion]).toEqual([personalDataId(lea.userId), 1]);
    expect(account.profile).toMatchObject({ id: lea.userId, email: lea.email, displayName: 'Léa', roles: ['LEARNER'] });
    expect(account.sessions).toHaveLength(2);
    expect(account.sessions[0]).toMatchObject({ ip: '203.0.113.7', userAgent: 'jest', endedAt: null });
    expect(account.auditLog.complete).toBe(true);
    expect(account.auditLog.items.map(({ action }: { action: string }) => action)).toEqual([
      'DATA_EXPORTED',
      'LOGIN_SUCCEEDED',
      'LOGIN_SUCCEEDED',
      'ACCOUNT_REGISTERED',
    ]);
  });

  it('holds no secret: no hash, no token, no key', async () => {
    const lea = await auth.signUp();
    const stored = [
      ...(await auth.connection.collection('accounts').find().toArray()).map(({ passwordHash }) => passwordHash),
      ...(await auth.connection.collection('refresh_tokens').find().toArray()).map(({ _id }) => _id),
      ...(await auth.connection.collection('recovery_grants').find().toArray()).flatMap(
        ({ tokenHashes }) => tokenHashes,
      ),
    ].map(String);
    const text = JSON.stringify((await exportOf(lea)).data);
    expect(stored.length).toBeGreaterThan(1);
    for (const secret of [...stored, lea.refreshToken, lea.accessToken, auth.jwtSecret])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/hash|argon2/i);
  });

  it('tells nobody else’s data: not who suspended somebody, from where, or why', async () => {
    const admin = await auth.promoted('ADMIN', 'Camille');
    const lea = await auth.signUp();
    const input = { userId: lea.userId, reason: 'Motif écrit par Camille' };
    const caller = { ...admin.caller, ip: '198.51.100.9' };
    await auth.ask('mutation ($input: SuspendUserInput!) { suspendUser(input: $input) { id } }', { input }, caller);
    const { account } = (await exportOf(lea)).data.exportMyData;
    expect(account.suspension).toEqual({ since: expect.any(String), until: null });
    const text = JSON.stringify(account);
    for (const theirs of [admin.userId, '198.51.100.9', 'Camille']) expect(text).not.toContain(theirs);
    const theirs = JSON.stringify((await exportOf(admin)).data.exportMyData.account);
    expect(theirs).toContain('USER_SUSPENDED');
    for (const hers of [lea.userId, lea.email]) expect(theirs).not.toContain(hers);
  });

  it('is written to the audit log, limited for each account, and nobody else’s to give', async () => {
    const [lea, bob] = [await auth.signUp(), await auth.signUp()];
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await exportOf(lea));
    expect(answers.flatMap(codesOf)).toEqual(['RATE_LIMITED']);
    expect(codesOf(await exportOf(bob))).toEqual([]);
    const written = { action: 'DATA_EXPORTED', actorId: lea.userId } as const;
    expect(await auth.connection.collection('audit_log').countDocuments(written)).toBe(3);
    const theirs = `{ _entities(representations: [{ __typename: "PersonalData", id: "${personalDataId(lea.userId)}" }]) {
      ... on PersonalData { account } } }`;
    expect(codesOf(await auth.ask(theirs, {}, bob.caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await auth.ask(EXPORT))).toEqual(['UNAUTHENTICATED']);
  });
});
