import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthEnvironment, authEnvironment, REGISTER } from './environment.js';

const LEAKED = 'quatre mots qui ont fui';
const FINE = 'quatre mots restés secrets';
const UNSEEN = 'quatre mots de remplissage';

/** A list that speaks the range protocol of Have I Been Pwned: suffixes and counts, padded. */
let list: Server;
let auth: AuthEnvironment;
const asked: { url: string; padding: string; everything: string }[] = [];
let answerWith: 'the list' | 'an error' | 'nothing' = 'the list';
beforeAll(async () => {
  list = createServer((request, response) => {
    asked.push(told(request));
    if (answerWith === 'nothing') return void request.socket.destroy();
    if (answerWith === 'an error') return void response.writeHead(503).end();
    response.setHeader('content-type', 'text/plain');
    const padding = Array.from({ length: 800 }, (_, n) => `${digest(`padding ${n}`).slice(5)}:0`);
    response.end([...padding, `${digest(LEAKED).slice(5)}:42`, `${digest(UNSEEN).slice(5)}:0`].join('\r\n'));
  });
  await new Promise<void>((resolve) => list.listen(0, '127.0.0.1', resolve));
  const { port } = list.address() as AddressInfo;
  auth = await authEnvironment({ AUTH_PWNED_PASSWORDS_URL: `http://127.0.0.1:${port}/` });
});
afterAll(async () => {
  await auth.close();
  list.closeAllConnections();
  await new Promise((resolve) => list.close(resolve));
});
afterEach(() => {
  answerWith = 'the list';
  // Whatever pause an outage brought is over.
  auth.passSeconds(120);
});

let registered = 0;
function register(password: string) {
  registered += 1;
  const input = { email: `fuite${registered}@example.org`, password, displayName: 'Léa' };
  return auth.ask(REGISTER, { input });
}

describe('a list of leaked passwords', () => {
  it('keeps the ones in it from being chosen, and says so', async () => {
    const answer = await register(LEAKED);
    expect(answer.errors?.[0]?.extensions.fields).toEqual([
      { path: ['input', 'password'], code: 'PASSWORD_BREACHED', message: expect.stringContaining('fuites de données') },
    ]);
    expect(codesOf(await register(FINE))).toEqual([]);
  });

  it('does not mind what only pads its answers', async () => {
    expect(codesOf(await register(UNSEEN))).toEqual([]);
  });

  it('is told five digits of a hash and nothing else, and asked to pad its answer', async () => {
    asked.length = 0;
    await register(LEAKED);
    const [question] = asked;
    expect(asked).toHaveLength(1);
    expect(question?.url).toBe(`/range/${digest(LEAKED).slice(0, 5)}`);
    expect(question?.padding).toBe('true');
    expect(question?.everything).not.toContain('fuite');
    expect(question?.everything).not.toContain(digest(LEAKED).slice(5, 12));
  });

  it('is not asked about a password that is refused anyway', async () => {
    asked.length = 0;
    await register('motdepasse');
    expect(asked).toEqual([]);
  });

  it('keeps nobody from registering while it fails, is left alone for a minute then, and leaves a trace', async () => {
    asked.length = 0;
    for (const outage of ['an error', 'nothing', 'an error'] as const) {
      answerWith = outage;
      expect(codesOf(await register(LEAKED))).toEqual([]);
    }
    const before = asked.length;
    expect(codesOf(await register(LEAKED))).toEqual([]);
    expect(asked).toHaveLength(before);
    const metrics = await auth.metrics();
    expect(metrics).toMatch(/auth_breach_checks_total\{outcome="failed".*\} 3/);
    expect(metrics).toMatch(/auth_breach_checks_total\{outcome="skipped".*\} 1/);
    answerWith = 'the list';
    auth.passSeconds(61);
    expect(codesOf(await register(LEAKED))).toEqual(['BAD_USER_INPUT']);
  });
});

function digest(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}

function told({ url = '', headers, method }: IncomingMessage) {
  return { url, padding: String(headers['add-padding']), everything: JSON.stringify({ url, headers, method }) };
}
