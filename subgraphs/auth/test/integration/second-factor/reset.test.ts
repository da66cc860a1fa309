import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../src/admin/run-command.js';
import { createAdministration } from '../../../src/services/create-administration.js';
import { REFRESH } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import { type SecondFactorEnvironment, secondFactorEnvironment } from './environment.js';

let auth: SecondFactorEnvironment;
beforeAll(async () => {
  auth = await secondFactorEnvironment();
});
afterAll(() => auth.close());

const RESET = 'mutation ($id: ID!) { resetSecondFactor(userId: $id) { id secondFactor { enabledAt } } }';
const resets = (targetId: string) =>
  auth.connection.collection('audit_log').find({ targetId, action: 'SECOND_FACTOR_RESET' }).toArray();

describe('a second factor that was lost', () => {
  it('is removed by an administrator: sessions end, the owner is told, the audit log knows', async () => {
    const admin = await auth.promoted('ADMIN');
    const { email, userId, refreshToken } = await auth.enrolled();
    await auth.mailbox.next(email);
    const { data } = await auth.ask(RESET, { id: userId }, admin.caller);
    expect(data.resetSecondFactor).toEqual({ id: userId, secondFactor: { enabledAt: null } });
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(await auth.staleVersions(userId)).toEqual([2]);
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('Votre second facteur a été retiré');
    expect((await auth.signIn(email)).errors).toBeUndefined();
    expect(await resets(userId)).toMatchObject([{ actorId: admin.userId, source: 'API' }]);
    // Again, it changes nothing.
    expect((await auth.ask(RESET, { id: userId }, admin.caller)).errors).toBeUndefined();
    expect(await resets(userId)).toHaveLength(1);
  });

  it('is not removed by an administrator from their own account, which takes a code', async () => {
    const admin = await auth.promoted('ADMIN');
    expect(fieldCodes(await auth.ask(RESET, { id: admin.userId }, admin.caller))).toEqual(['OWN_SECOND_FACTOR']);
  });

  it('is removed by nobody else', async () => {
    const { userId } = await auth.enrolled();
    const author = await auth.promoted('AUTHOR');
    expect(codesOf(await auth.ask(RESET, { id: userId }, author.caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await auth.ask(RESET, { id: 'nobody' }, (await auth.promoted('ADMIN')).caller))).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('is removed by an operator at the command line', async () => {
    const { connection } = auth;
    const administration = createAdministration({ connection, timeZone: 'Europe/Paris', mailsAreOn: true });
    const { email, userId } = await auth.enrolled();
    await auth.mailbox.next(email);
    const run = () =>
      runCommand({ name: 'reset-second-factor', account: email }, administration, () => {
        throw new Error('No password is asked for.');
      });
    expect(await run()).toMatch(/^Removed the second factor/);
    expect(await resets(userId)).toMatchObject([{ actorId: null, source: 'CLI' }]);
    expect((await auth.signIn(email)).errors).toBeUndefined();
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('Votre second facteur a été retiré');
    expect(await run()).toMatch(/^Nothing to do/);
  });
});
