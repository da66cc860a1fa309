import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH } from '../environment.js';
import { fieldCodes, type MailEnvironment, mailEnvironment, NEW_PASSWORD, PUBLIC_URL } from './mail-environment.js';

let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment();
});
afterAll(() => auth.close());

const ask = (email: string) => auth.mutate('requestPasswordReset', { email });
const reset = (token: string, password = NEW_PASSWORD) => auth.mutate('resetPassword', { input: { token, password } });

async function askedFor(email: string): Promise<string> {
  await ask(email);
  return (await auth.mailbox.next(email)).token;
}

describe('resetting a password', () => {
  it('goes through a link in a mail, ends every session, and tells the owner', async () => {
    const { email, userId, refreshToken } = await auth.newcomer();
    expect((await ask(` ${email.toUpperCase()} `)).data).toEqual({ requestPasswordReset: true });
    const mail = await auth.mailbox.next(email);
    expect(mail.parsed.subject).toBe('Choisissez un nouveau mot de passe');
    expect(`${mail.link.origin}${mail.link.pathname}`).toBe(`${PUBLIC_URL}/nouveau-mot-de-passe`);

    expect((await reset(mail.token)).data).toEqual({ resetPassword: true });
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.login(email, NEW_PASSWORD))).toEqual([]);
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(await auth.eventsOf(userId)).toContain('SESSION_REVOKED');
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('Votre mot de passe a changé');
  });

  it('makes every older access token stale, whatever became of its session', async () => {
    const { email, userId } = await auth.newcomer();
    await reset(await askedFor(email));
    expect(await auth.staleVersions(userId)).toEqual([2]);
  });

  it('proves the address as well', async () => {
    const { email, userId, caller } = await auth.newcomer();
    await reset(await askedFor(email));
    const { data } = await auth.ask('{ me { id emailVerified } }', {}, caller);
    expect(data.me).toEqual({ id: userId, emailVerified: true });
  });

  it('keeps the link when the new password is refused', async () => {
    const { email } = await auth.newcomer();
    const token = await askedFor(email);
    const weak = await reset(token, 'motdepasse');
    expect(weak.errors?.[0]?.extensions?.fields).toMatchObject([
      { path: ['input', 'password'], code: 'PASSWORD_COMMON' },
    ]);
    expect(fieldCodes(await reset(token, `${email.split('@')[0]} et encore`))).toEqual(['PASSWORD_PERSONAL']);
    expect((await reset(token)).data).toEqual({ resetPassword: true });
  });

  it('works with an earlier link as long as none was used, and with no other after one was', async () => {
    const { email } = await auth.newcomer();
    const [first, second] = [await askedFor(email), await askedFor(email)];
    expect((await reset(first)).data).toEqual({ resetPassword: true });
    expect(fieldCodes(await reset(second))).toEqual(['LINK_INVALID']);
  });
});

describe('attacks on the reset: ', () => {
  it('a sign-in with the old password at the same instant leaves no session behind', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { email } = await auth.newcomer();
      const token = await askedFor(email);
      const [, ...logins] = await Promise.all([reset(token), ...[1, 2, 3, 4].map(() => auth.login(email, PASSWORD))]);
      const opened = logins.flatMap(({ data }) => data?.login?.refreshToken ?? []);
      for (const refreshToken of opened) {
        expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual(['SESSION_REVOKED']);
      }
    }
  });

  it('a link is refused the second time, and works once when used ten times at once', async () => {
    const { email } = await auth.newcomer();
    const token = await askedFor(email);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => reset(token, `${NEW_PASSWORD} ${n}`)));
    expect(answers.filter(({ data }) => data?.resetPassword === true)).toHaveLength(1);
    expect(answers.flatMap(fieldCodes)).toEqual(Array(9).fill('LINK_INVALID'));
    expect(fieldCodes(await reset(token))).toEqual(['LINK_INVALID']);
  });

  it('a link is refused after its hour', async () => {
    const { email } = await auth.newcomer();
    const token = await askedFor(email);
    auth.passSeconds(3_601);
    expect(fieldCodes(await reset(token))).toEqual(['LINK_INVALID']);
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual([]);
  });

  it('a link of another purpose opens nothing', async () => {
    const { verification, email } = await auth.newcomer();
    expect(fieldCodes(await reset(verification))).toEqual(['LINK_INVALID']);
    const token = await askedFor(email);
    for (const name of ['verifyEmail', 'confirmEmailChange', 'undoEmailChange']) {
      expect(fieldCodes(await auth.mutate(name, { token }))).toEqual(['LINK_INVALID']);
    }
  });

  it('a link changes the account of its mail alone, whoever is signed in', async () => {
    const [victim, thief] = [await auth.newcomer(), await auth.newcomer()];
    const token = await askedFor(thief.email);
    await auth.mutate('resetPassword', { input: { token, password: NEW_PASSWORD } }, victim.caller);
    expect(codesOf(await auth.login(victim.email, PASSWORD))).toEqual([]);
    expect(codesOf(await auth.login(thief.email, NEW_PASSWORD))).toEqual([]);
  });

  it('an unknown address gets the same answer, the same work, and no mail', async () => {
    const { email } = await auth.newcomer();
    const unknown = 'personne@example.org';
    const answers = [await ask(email), await ask(unknown)];
    expect(answers[1]).toEqual(answers[0]);
    const orders = await auth.connection.collection('mails').find({ kind: 'reset-password' }).toArray();
    const [known, other] = [email, unknown].map((to) => orders.filter((order) => order.to === to));
    expect(other).toHaveLength(known?.length ?? -1);
    await auth.mailbox.next(email);
    const dropped = { to: unknown, state: 'DROPPED' };
    await waitFor(() => auth.connection.collection('mails').findOne(dropped), {
      what: 'the order without a recipient',
    });
    expect(auth.mailbox.received.filter(({ recipients }) => recipients.includes(unknown))).toEqual([]);
  });

  it('what is not an address is said to be none', async () => {
    expect(fieldCodes(await ask('not an address'))).toEqual(['INVALID_EMAIL']);
    expect(fieldCodes(await ask('lea@example.org\r\nBcc: all@example.org'))).toEqual(['INVALID_EMAIL']);
  });

  it('the database holds no token: who reads it can use no link', async () => {
    const { email } = await auth.newcomer();
    const token = await askedFor(email);
    const collections = await Promise.all(
      ['mails', 'recovery_grants', 'outbox', 'accounts'].map((name) =>
        auth.connection.collection(name).find().toArray(),
      ),
    );
    const stored = JSON.stringify(collections);
    expect(stored).not.toContain(token);
    const grant = await auth.connection.collection('recovery_grants').findOne({ email, purpose: 'RESET_PASSWORD' });
    expect(fieldCodes(await reset(grant?.tokenHashes[0]))).toEqual(['LINK_INVALID']);
  });

  it('a spoofed Host never gets into a link', async () => {
    const { email } = await auth.newcomer();
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    // Straight at the subgraph nothing happens without a signature; with one, the address is still ours.
    expect((await auth.askUnsigned(`mutation { requestPasswordReset(email: "${email}") }`, headers)).status).toBe(401);
    await ask(email);
    const { link, raw } = await auth.mailbox.next(email);
    expect(link.origin).toBe(PUBLIC_URL);
    expect(raw).not.toContain('evil.example');
  });
});

describe('changing a password', () => {
  const change = (caller: object, currentPassword: string) =>
    auth.mutate('changePassword', { input: { currentPassword, newPassword: NEW_PASSWORD } }, caller);

  it('takes the present one, keeps this session and ends the others', async () => {
    const { email, caller, refreshToken } = await auth.newcomer();
    const other = (await auth.login(email, PASSWORD)).data.login;
    expect((await change(caller, PASSWORD)).data).toEqual({ changePassword: true });
    expect(codesOf(await auth.ask(REFRESH, { token: other.refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(codesOf(await auth.ask(REFRESH, { token: refreshToken }))).toEqual([]);
    expect(codesOf(await auth.login(email, NEW_PASSWORD))).toEqual([]);
    expect((await auth.mailbox.next(email)).parsed.subject).toBe('Votre mot de passe a changé');
  });

  it('is refused without it, and to nobody in particular', async () => {
    const { caller } = await auth.newcomer();
    expect(fieldCodes(await change(caller, 'not the password'))).toEqual(['PASSWORD_WRONG']);
    expect(codesOf(await change({}, PASSWORD))).toEqual(['UNAUTHENTICATED']);
  });

  it('takes back the reset links that are on their way', async () => {
    const { email, caller } = await auth.newcomer();
    const token = await askedFor(email);
    await change(caller, PASSWORD);
    expect(fieldCodes(await reset(token, 'yet another set of words'))).toEqual(['LINK_INVALID']);
  });
});
