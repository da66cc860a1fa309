import {
  AuditLogDocument,
  LoginDocument,
  RefreshSessionDocument,
  ReinstateUserDocument,
  SuspendUserDocument,
} from '@doctorpy/client';
import { startProcess } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

const login = (email: string, password: string) =>
  platform.client().execute(LoginDocument, { input: { email, password } });

/** The client of the administrator who exists from the start. */
async function administrator() {
  const [, , email] = platform.demo.emails;
  return platform.client(dataOf(await login(email, platform.demo.password)).login.accessToken);
}

/** Runs the command line as an operator does beside a running service. */
async function admin(...args: string[]): Promise<{ code: number | null; output: string }> {
  const command = await startProcess({
    script: 'subgraphs/auth/dist/admin.js',
    args,
    env: { DATABASE_URL: platform.mongo.url, NODE_ENV: 'test' },
  });
  return { code: await command.exited, output: command.output() };
}

describe('an administrator', () => {
  it('suspends a learner, who can neither sign in nor go on until they are reinstated', async () => {
    const lea = await platform.learner('Léa');
    const admin = await administrator();
    const input = { userId: lea.id, reason: 'Insultes répétées' };
    const { suspendUser } = dataOf(await admin.execute(SuspendUserDocument, { input }));
    expect(suspendUser.suspension?.reason).toBe('Insultes répétées');

    const refused = await login(lea.email, lea.password);
    expect(codesOf(refused)).toEqual(['ACCOUNT_SUSPENDED']);
    expect(refused.errors?.[0]?.message).toMatch(/^Ce compte est suspendu/);
    expect(JSON.stringify(refused)).not.toContain('Insultes');
    const refresh = { refreshToken: lea.refreshToken };
    expect(codesOf(await platform.client().execute(RefreshSessionDocument, refresh))).toEqual(['ACCOUNT_SUSPENDED']);

    await admin.execute(ReinstateUserDocument, { userId: lea.id });
    expect(codesOf(await login(lea.email, lea.password))).toEqual([]);

    const { auditLog } = dataOf(await admin.execute(AuditLogDocument, { targetId: lea.id }));
    const actions = auditLog?.edges.map(({ node }) => node.action);
    expect(actions?.slice(-5)).toEqual(expect.arrayContaining(['ACCOUNT_REGISTERED', 'USER_SUSPENDED']));
    expect(auditLog?.edges[0]?.node).toMatchObject({ action: 'LOGIN_SUCCEEDED', actor: { id: lea.id } });
    const reinstated = auditLog?.edges.find(({ node }) => node.action === 'USER_REINSTATED')?.node;
    expect(reinstated).toMatchObject({
      actor: { displayName: 'Admin' },
      target: { displayName: 'Léa' },
      source: 'API',
    });
    expect(reinstated?.ip).toMatch(/127\.0\.0\.1|::1/);
  });
});

describe('an operator at the command line', () => {
  it('makes an administrator, whose password is shown once and works', async () => {
    const { code, output } = await admin('create', 'directrice@doctorpy.test', '--name', 'Directrice');
    expect(code).toBe(0);
    const password = /shown this once: (\S+)/.exec(output)?.[1] ?? '';
    const { user } = dataOf(await login('directrice@doctorpy.test', password)).login;
    expect(user.roles).toEqual(['LEARNER', 'ADMIN']);
    const again = await admin('create', 'directrice@doctorpy.test', '--name', 'Directrice');
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('exists already') });
    // Each command is a process of its own.
  }, 120_000);

  it('grants, suspends and reinstates; the audit log names the command line', async () => {
    const tom = await platform.learner('Tom');
    expect((await admin('grant', tom.email, 'author')).code).toBe(0);
    expect((await admin('suspend', tom.email, '--reason', 'Compte volé')).code).toBe(0);
    expect(codesOf(await login(tom.email, tom.password))).toEqual(['ACCOUNT_SUSPENDED']);
    expect((await admin('list', 'eleve-')).output).toContain('suspended: Compte volé');
    expect((await admin('reinstate', tom.id)).code).toBe(0);
    expect(dataOf(await login(tom.email, tom.password)).login.user.roles).toEqual(['LEARNER', 'AUTHOR']);

    const { auditLog } = dataOf(await (await administrator()).execute(AuditLogDocument, { targetId: tom.id }));
    const byOperator = auditLog?.edges.map(({ node }) => node).filter(({ source }) => source === 'CLI');
    for (const entry of byOperator ?? []) expect(entry).toMatchObject({ actor: null, ip: null });
    // Entries of one transaction have one instant, and no order among them.
    expect(byOperator?.map(({ action }) => action).sort()).toEqual([
      'ROLE_GRANTED',
      'SESSION_REVOKED',
      'USER_REINSTATED',
      'USER_SUSPENDED',
    ]);
  }, 120_000);

  it.each([
    [['grant', 'nobody@doctorpy.test', 'ADMIN'], 1, /^There is no account nobody@doctorpy\.test/],
    [['create', 'x', '--name', 'y'], 1, /^The e-mail address is not valid: .*\nThe display name must have/],
    [['dance'], 2, /^There is no command "dance"/],
  ])('is told in a sentence what is wrong with %j', async (args, code, sentence) => {
    const refused = await admin(...args);
    expect(refused.output).toMatch(sentence);
    expect(refused.output).not.toContain('    at ');
    expect(refused.code).toBe(code);
  });

  it('is told when no database answers', async () => {
    const command = await startProcess({
      script: 'subgraphs/auth/dist/admin.js',
      args: ['list'],
      env: { DATABASE_URL: 'mongodb://127.0.0.1:9/' },
    });
    expect(await command.exited).toBe(1);
    expect(command.output()).toContain('No MongoDB answers at DATABASE_URL');
  });
});
