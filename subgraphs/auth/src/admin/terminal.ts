import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** How a new password comes about: typed by the operator, or made here, in which case it is shown. */
export interface ChosenPassword {
  password: string;
  made: boolean;
}

/** The operator gave up: Ctrl-C or Ctrl-D instead of an answer. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * Asks for a new password, twice, without showing it; makes one when nothing is typed, or nobody is there to type.
 * @throws Cancelled
 */
export async function choosePassword(): Promise<ChosenPassword> {
  if (!process.stdin.isTTY) return { password: randomPassword(), made: true };
  for (;;) {
    const password = await askSilently('Password (nothing: one is made for you): ');
    if (password === '') return { password: randomPassword(), made: true };
    if ((await askSilently('The same again: ')) === password) return { password, made: false };
    process.stderr.write('These were not the same.\n');
  }
}

/** 120 random bits in 20 characters. */
function randomPassword(): string {
  return randomBytes(15).toString('base64url');
}

async function askSilently(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const leave = new AbortController();
  terminal.once('SIGINT', () => leave.abort());
  terminal.once('close', () => leave.abort());
  process.stderr.write(question);
  try {
    return await terminal.question('', { signal: leave.signal });
  } catch (error) {
    if (leave.signal.aborted) throw new Cancelled('Nothing was changed.');
    throw error;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
