import type { ParsedMail } from 'mailparser';
import { freePort } from './free-port.js';
import { waitFor } from './wait-for.js';

/** A real SMTP server for one test file, which keeps every mail it takes. */
export interface TestMailbox {
  /** For SMTP_URL. */
  readonly url: string;
  /** Everything taken so far, oldest first. */
  readonly received: readonly ReceivedMail[];
  /** Waits for a mail to `address` that was not given before, and gives it: each mail once, in their order. */
  next(address: string): Promise<ReceivedMail>;
  /** How many mails were offered and refused so far. */
  refused(): number;
  /** Refuses the next `times` mails with this SMTP reply code. */
  refuse(times: number, code: number): void;
  close(): Promise<void>;
}

/** A mail as it came. */
export interface ReceivedMail {
  /** Whom the envelope named; headers may say anything. */
  readonly recipients: readonly string[];
  /** Headers and body as bytes came in. */
  readonly raw: string;
  readonly parsed: ParsedMail;
  /** The first link of the text; fails the test when there is none. */
  readonly link: URL;
  /** That link's token. */
  readonly token: string;
}

/** Starts an SMTP server on a free port of this machine. */
export async function startTestMailbox(): Promise<TestMailbox> {
  // Only here: nearly all tests import this package, and few read mails.
  const [{ simpleParser }, { SMTPServer }] = await Promise.all([import('mailparser'), import('smtp-server')]);
  const received: ReceivedMail[] = [];
  const given = new Set<ReceivedMail>();
  let refusal = { times: 0, code: 451 };
  let refused = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 1_000,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusal.times > 0) {
          refusal.times -= 1;
          refused += 1;
          done(Object.assign(new Error('refused by the test'), { responseCode: refusal.code }));
          return;
        }
        const raw = Buffer.concat(chunks);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        simpleParser(raw).then((parsed) => {
          received.push(receivedMail(recipients, raw.toString('utf8'), parsed));
          done();
        }, done);
      });
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.on('error', () => undefined);
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    async next(address) {
      const mail = await waitFor(
        () => received.find((candidate) => !given.has(candidate) && candidate.recipients.includes(address)),
        { what: `a mail to ${address}`, everyMs: 20 },
      );
      given.add(mail);
      return mail;
    },
    refused: () => refused,
    refuse(times, code) {
      refusal = { times, code };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function receivedMail(recipients: string[], raw: string, parsed: ParsedMail): ReceivedMail {
  return {
    recipients,
    raw,
    parsed,
    get link() {
      const [address] = /https?:\/\/\S+/.exec(parsed.text ?? '') ?? [];
      if (!address) throw new Error(`The mail "${parsed.subject}" has no link.`);
      return new URL(address);
    },
    get token() {
      return this.link.searchParams.get('token') ?? '';
    },
  };
}
