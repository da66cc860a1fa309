import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

/** Hands mails over. */
export interface Postman {
  /** Rejects when the mail was not taken; {@link isFinal} tells whether trying again makes sense. */
  deliver(message: SendMailOptions): Promise<void>;
  close(): void;
}

/** Each step of a delivery ends within this, so that all of them end well before a mail's lease. */
const STEP_MS = 20_000;
const PARALLEL_CONNECTIONS = 4;
/** Letters hold what we wrote, never a file or page of somebody's choice. */
const closed = { disableFileAccess: true, disableUrlAccess: true };

/**
 * Delivers to an SMTP server. With `requireTls`, an `smtp://` address is spoken to in clear only if it says
 * `?ignoreTLS=true`: mails carry links that open accounts.
 */
export function smtpPostman(url: string, { requireTls }: { requireTls: boolean }): Postman {
  const inClear = new URL(url).searchParams.get('ignoreTLS') === 'true';
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: PARALLEL_CONNECTIONS,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    requireTLS: requireTls && !inClear,
    ...closed,
  });
  return {
    async deliver(message) {
      await transport.sendMail(message);
    },
    close: () => transport.close(),
  };
}

/** Writes each mail into `folder` as an .eml file that mail programs open: the way of development. */
export function folderPostman(folder: string): Postman {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix', ...closed });
  return {
    async deliver(message) {
      const { message: bytes } = await transport.sendMail(message);
      if (!Buffer.isBuffer(bytes)) throw new Error('A mail was not rendered as a whole.');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${String(message.messageId)
        .replaceAll(/[^\w-]+/g, '-')
        .replace(/^-|-$/g, '')}.eml`;
      await writeFile(join(folder, `.${name}`), bytes, { mode: 0o600 });
      // A rename shows the file only when it is whole.
      await rename(join(folder, `.${name}`), join(folder, name));
    },
    close: () => transport.close(),
  };
}

/** Was the mail itself refused for good (RFC 5321 §4.2.1: a reply of 5xx to its envelope or content)? */
export function isFinal(error: unknown): boolean {
  const { code, responseCode } = failureOf(error);
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && typeof responseCode === 'number' && responseCode >= 500;
}

/** What may be logged of a failure: the texts of a mail server quote addresses, so its codes alone. */
export function failureOf(error: unknown): {
  code?: unknown;
  responseCode?: unknown;
  command?: unknown;
  err?: unknown;
} {
  const read = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined);
  const [code, responseCode, command] = ['code', 'responseCode', 'command'].map(read);
  return code === undefined ? { err: error } : { code, responseCode, command };
}
