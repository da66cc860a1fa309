import { anonymous } from '@doctorpy/service-kit/caller';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdministration } from '../../../src/services/create-administration.js';
import { PASSWORD, REFRESH, REGISTER } from '../environment.js';
import { fieldCodes, type MailEnvironment, mailEnvironment, NEW_PASSWORD, PUBLIC_URL } from './mail-environment.js';

let auth: MailEnvironment;
let used = 0;
beforeAll(async () => {
  auth = await mailEnvironment();
});
afterAll(() => auth.close());

const fresh = () => {
  used += 1;
  return `nouvelle${used}@example.org`;
};
const request = (caller: object, newEmail: string, password = PASSWORD) =>
  auth.mutate('requestEmailChange', { input: { newEmail, password } }, caller);
const confirm = (token: string) => auth.mutate('confirmEmailChange', { token });
const undo = (token: string) => auth.mutate('undoEmailChange', { token });
const emailOf = async (caller: object) => (await auth.ask('{ me { email emailVerified } }', {}, caller)).data.me;

/** Changes an address and gives the token that undoes it. */
async function moved(caller: object, from: string, to: string, password = PASSWORD): Promise<string> {
  await request(caller, to, password);
  await confirm((await auth.mailbox.next(to)).token);
  return (await auth.mailbox.next(from)).token;
}

describe('changing an address', () => {
  it('happens when it is confirmed at the new one, and is announced at the old one', async () => {
    const { email, caller } = await auth.newcomer();
    const newEmail = fresh();
    expect((await request(caller, newEmail.toUpperCase())).data).toEqual({ requestEmailChange: true });
    const mail = await auth.mailbox.next(newEmail);
    expect(`${mail.link.origin}${mail.link.pathname}`).toBe(`${PUBLIC_URL}/confirmer-email`);
    expect(await emailOf(caller)).toEqual({ email, emailVerified: false });

    expect((await confirm(mail.token)).data).toEqual({ confirmEmailChange: true });
    expect(await emailOf(caller)).toEqual({ email: newEmail, emailVerified: true });
    expect(codesOf(await auth.login(newEmail, PASSWORD))).toEqual([]);
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    expect(fieldCodes(await confirm(mail.token))).toEqual(['LINK_INVALID']);
    const news = await auth.mailbox.next(email);
    expect(news.link.pathname).toBe('/annuler-changement-email');
    expect(news.parsed.text).toMatch(/pendant 7\sjours/);
    expect(news.raw).not.toContain(newEmail);
  });

  it('takes the password, a real address, and another one than before', async () => {
    const { email, caller } = await auth.newcomer();
    expect(fieldCodes(await request(caller, fresh(), 'not the password'))).toEqual(['PASSWORD_WRONG']);
    expect(fieldCodes(await request(caller, 'nothing'))).toEqual(['INVALID_EMAIL']);
    expect(fieldCodes(await request(caller, ` ${email} `))).toEqual(['SAME_EMAIL']);
    expect(codesOf(await request({}, fresh()))).toEqual(['UNAUTHENTICATED']);
  });

  it('follows the last wish: the link to a mistyped address dies', async () => {
    const { caller } = await auth.newcomer();
    const [mistyped, meant] = [fresh(), fresh()];
    await request(caller, mistyped);
    const stray = (await auth.mailbox.next(mistyped)).token;
    await request(caller, meant);
    expect(fieldCodes(await confirm(stray))).toEqual(['LINK_INVALID']);
    expect((await confirm((await auth.mailbox.next(meant)).token)).data).toEqual({ confirmEmailChange: true });
  });

  it('does not tell who else has an account: the owner of the address is told instead', async () => {
    const [lea, zoe] = [await auth.newcomer(), await auth.newcomer()];
    const [taken, free] = [await request(lea.caller, zoe.email), await request(lea.caller, fresh())];
    expect(taken).toEqual(free);
    const { parsed, link } = await auth.mailbox.next(zoe.email);
    expect(parsed.subject).toBe('Votre adresse e-mail a été demandée');
    expect(link.search).toBe('');
  });

  it('fails as a conflict when somebody registered the address in between', async () => {
    const { email, caller } = await auth.newcomer();
    const newEmail = fresh();
    await request(caller, newEmail);
    const { token } = await auth.mailbox.next(newEmail);
    await auth.ask(REGISTER, { input: { email: newEmail, password: PASSWORD, displayName: 'Zoé' } });
    expect(codesOf(await confirm(token))).toEqual(['CONFLICT']);
    expect((await emailOf(caller)).email).toBe(email);
  });
});

describe('attacks by somebody who knows the password: ', () => {
  it('the owner takes the account back from the old address, sessions and password included', async () => {
    const { email, caller, userId } = await auth.newcomer();
    const thief = (await auth.login(email, PASSWORD)).data.login;
    const stolen = fresh();
    const way = await moved(caller, email, stolen);
    expect((await undo(way)).data).toEqual({ undoEmailChange: true });

    expect(codesOf(await auth.ask(REFRESH, { token: thief.refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(await auth.staleVersions(userId)).toEqual([2]);
    expect(codesOf(await auth.login(stolen, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    const { token } = await auth.mailbox.next(email);
    await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } });
    expect((await auth.login(email, NEW_PASSWORD)).data.login.user.id).toBe(userId);
    expect(fieldCodes(await undo(way))).toEqual(['LINK_INVALID']);
  });

  it('nobody else can register the old address while the way back is open', async () => {
    const { email, caller } = await auth.newcomer();
    const way = await moved(caller, email, fresh());
    const squatter = { email, password: PASSWORD, displayName: 'Squat' };
    expect(codesOf(await auth.ask(REGISTER, { input: squatter }))).toEqual(['CONFLICT']);
    const other = await auth.newcomer();
    await request(other.caller, email);
    expect(codesOf(await confirm((await auth.mailbox.next(email)).token))).toEqual(['CONFLICT']);
    expect((await undo(way)).data).toEqual({ undoEmailChange: true });
  });

  it('no operator makes an account with the old address while the way back is open', async () => {
    const { email, caller } = await auth.newcomer();
    const way = await moved(caller, email, fresh());
    const administration = createAdministration({ connection: auth.connection, timeZone: 'Europe/Paris' });
    const operatorAccounts = await administration.operatorAccounts();
    const account = { email, displayName: 'Directrice', password: NEW_PASSWORD, role: 'LEARNER' as const };
    const operator = { caller: anonymous, requestId: 'admin-1', traceparent: null, source: 'CLI' as const };
    await expect(operatorAccounts.create(account, operator)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await undo(way)).data).toEqual({ undoEmailChange: true });
  });

  it('a second change does not close the way back to the first address', async () => {
    const { email, caller } = await auth.newcomer();
    const [second, third] = [fresh(), fresh()];
    const toFirst = await moved(caller, email, second);
    auth.passSeconds(1);
    const toSecond = await moved(caller, second, third);
    expect((await undo(toFirst)).data).toEqual({ undoEmailChange: true });
    expect((await emailOf(caller)).email).toBe(email);
    expect(fieldCodes(await undo(toSecond))).toEqual(['LINK_INVALID']);
  });

  it('links that led to the new address are worth nothing after it was undone', async () => {
    const { email, caller } = await auth.newcomer();
    const stolen = fresh();
    const way = await moved(caller, email, stolen);
    await auth.mutate('requestPasswordReset', { email: stolen });
    const { token } = await auth.mailbox.next(stolen);
    await undo(way);
    const input = { token, password: NEW_PASSWORD };
    expect(fieldCodes(await auth.mutate('resetPassword', { input }))).toEqual(['LINK_INVALID']);
  });

  it('the way back closes after a week', async () => {
    const { email, caller } = await auth.newcomer();
    const way = await moved(caller, email, fresh());
    auth.passSeconds(7 * 86_400 + 1);
    expect(fieldCodes(await undo(way))).toEqual(['LINK_INVALID']);
  });
});
