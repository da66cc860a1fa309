import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codesOf, freePort, startTestMailbox, waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { type AuthEnvironment, authEnvironment, PASSWORD } from '../environment.js';
import { type MailEnvironment, mailEnvironment } from './mail-environment.js';

describe('a name with an attack in it', () => {
  let auth: MailEnvironment;
  beforeAll(async () => {
    auth = await mailEnvironment();
  });
  afterAll(() => auth.close());

  /** A mail to somebody whose name came into the database past the rules. */
  async function mailTo(displayName: string) {
    const { userId, email } = await auth.newcomer();
    await auth.connection.collection<{ _id: string }>('accounts').updateOne({ _id: userId }, { $set: { displayName } });
    await auth.mutate('requestPasswordReset', { email });
    return { email, mail: await auth.mailbox.next(email) };
  }

  it('adds no header, no recipient and no line: CR and LF', async () => {
    const { email, mail } = await mailTo('Eve\r\nBcc: victim@example.org\r\nX-Evil: 1\r\n\r\n<h1>Body</h1>\u2028line');
    expect(mail.recipients).toEqual([email]);
    expect(mail.parsed.headers.has('bcc')).toBe(false);
    expect(mail.parsed.headers.has('x-evil')).toBe(false);
    expect(mail.raw.split('\r\n\r\n')[0]).not.toMatch(/^(bcc|x-evil):/im);
    expect(mail.parsed.text).toMatch(/^Bonjour Eve Bcc: victim@example\.org X-Evil: 1 .*line,$/m);
  });

  it('stays text in HTML', async () => {
    const { mail } = await mailTo(`<img src=x onerror=alert(1)> & "Eve" 'x'`);
    expect(mail.parsed.html).not.toContain('<img');
    expect(mail.parsed.html).toContain('&lt;img src');
    expect(mail.parsed.text).toContain(`<img src=x onerror=alert(1)> & "Eve" 'x'`);
  });

  it('does not become a second address of the To header', async () => {
    const { email, mail } = await mailTo('Eve <victim@example.org>, Bob');
    const to = mail.parsed.to;
    expect(Array.isArray(to) ? null : to?.value.map(({ address }) => address)).toEqual([email]);
    expect(mail.recipients).toEqual([email]);
  });

  it('does not run as a template', async () => {
    const { mail } = await mailTo('{{link}} {{{link}}}');
    expect(mail.parsed.text).toContain('Bonjour {{link}} {{{link}}},');
  });
});

describe('mails on their way', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  const records = (auth: AuthEnvironment) => auth.connection.collection('mails');

  it('wait for a mail server that is away, across a restart of auth', async () => {
    const port = await freePort();
    const auth = await authEnvironment({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    open.push(auth);
    const { email } = await auth.signUp();
    const tried = () => records(auth).findOne({ to: email, state: 'WAITING', attempts: { $gt: 0 } });
    await waitFor(tried, { what: 'a first try' });

    const mailbox = await startTestMailbox();
    open.push(mailbox);
    const again = await auth.restart({ SMTP_URL: mailbox.url });
    open.push(again);
    again.passSeconds(3_600);
    const { token } = await mailbox.next(email);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('are tried again after a passing refusal, under the same Message-ID, with links that work', async () => {
    const auth = await mailEnvironment();
    open.push(auth);
    auth.mailbox.refuse(2, 451);
    const { email, caller } = await auth.signUp();
    let passed = 0;
    for (const attempts of [1, 2]) {
      // Nearer than the end of a sender's claim: the next try has its time.
      const postponed = { to: email, attempts, dueAt: { $lt: new Date(Date.now() + (passed + 120) * 1000) } };
      await waitFor(() => records(auth).findOne(postponed), { what: `refusal ${attempts}` });
      auth.passSeconds(60);
      passed += 60;
    }
    const mail = await auth.mailbox.next(email);
    const record = await records(auth).findOne({ to: email });
    expect(mail.parsed.messageId).toBe(`<${record?._id}@doctorpy.test>`);
    expect(record?.attempts).toBe(3);
    await auth.mutate('verifyEmail', { token: mail.token });
    expect((await auth.ask('{ me { emailVerified } }', {}, caller)).data.me.emailVerified).toBe(true);
  });

  it('are given up after a final refusal', async () => {
    const auth = await mailEnvironment();
    open.push(auth);
    auth.mailbox.refuse(1, 550);
    const { email } = await auth.signUp();
    await waitFor(() => records(auth).findOne({ to: email, state: 'FAILED' }), { what: 'the end of the tries' });
    expect(auth.mailbox.refused()).toBe(1);
  });

  it('are taken over from a process that died with them in hand', async () => {
    const auth = await mailEnvironment();
    open.push(auth);
    auth.mailbox.refuse(1, 451);
    const { email } = await auth.signUp();
    await waitFor(() => auth.mailbox.refused() === 1, { what: 'a refusal' });
    // What a claim leaves behind when nobody is there to finish it.
    const claimed = { $set: { dueAt: new Date(Date.now() + 180_000), attempts: 1 } };
    await waitFor(() => records(auth).findOne({ to: email, dueAt: { $gt: new Date() } }), { what: 'its postponement' });
    await records(auth).updateOne({ to: email }, claimed);
    auth.passSeconds(181);
    await auth.mailbox.next(email);
  });

  it('are sent once each by two replicas', async () => {
    const auth = await mailEnvironment();
    open.push(auth);
    open.push(await auth.restart({}, { keepFirst: true }));
    const people = await Promise.all(Array.from({ length: 12 }, () => auth.signUp()));
    for (const { email } of people) await auth.mailbox.next(email);
    await waitFor(async () => (await records(auth).countDocuments({ state: 'WAITING' })) === 0, { what: 'all sent' });
    expect(auth.mailbox.received).toHaveLength(12);
  });

  it('land as files in development, for their owner’s eyes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctorpy-mail-'));
    open.push({ close: () => rm(folder, { recursive: true }) });
    const auth = await authEnvironment({ MAIL_FOLDER: join(folder, 'mail'), GATEWAY_PORT: '4321' });
    open.push(auth);
    const { email } = await auth.signUp();
    const [file = ''] = await waitFor(
      async () => {
        const files = (await readdir(join(folder, 'mail'))).filter((name) => name.endsWith('.eml') && name[0] !== '.');
        return files.length > 0 ? files : null;
      },
      { what: 'an .eml file' },
    );
    const path = join(folder, 'mail', file);
    expect((await stat(path)).mode & 0o077).toBe(0);
    const parsed = await simpleParser(await readFile(path));
    expect(parsed.text).toContain('http://localhost:4321/verifier-email?token=');
    expect(Array.isArray(parsed.to) ? null : parsed.to?.value[0]?.address).toBe(email);
  });

  it('are off without a way to send them: registering works, what needs a mail says so', async () => {
    const auth = await authEnvironment();
    open.push(auth);
    const { email, caller } = await auth.signUp();
    expect(await records(auth).countDocuments()).toBe(0);
    const asked = await auth.ask(`mutation { requestPasswordReset(email: "${email}") }`);
    expect(codesOf(asked)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(codesOf(await auth.ask('mutation { requestEmailVerification }', {}, caller))).toEqual([
      'SERVICE_UNAVAILABLE',
    ]);
    const change = `mutation { changePassword(input: { currentPassword: "${PASSWORD}", newPassword: "autre chose de long" }) }`;
    expect((await auth.ask(change, {}, caller)).data).toEqual({ changePassword: true });
  });
});
