import { silentLogger } from '@doctorpy/service-kit/logging';
import { waitFor } from '@doctorpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTokenVerifier, type VerifyToken } from '../../src/identity/access-token.js';
import { createKeySet } from '../../src/identity/key-set.js';
import type { VerificationKeys } from '../../src/identity/verification-keys.js';
import { keyServer, namedKey, signed } from './key-server.js';

const [first, second, small] = [namedKey('first'), namedKey('second'), namedKey('small', 1024)];
let server: Awaited<ReturnType<typeof keyServer>>;
let keys: VerificationKeys;
let verify: VerifyToken;
let time = 0;

beforeEach(async () => {
  server = await keyServer();
  server.publish(first);
});
afterEach(async () => {
  await keys.close();
  await server.stop();
});

const start = () => {
  keys = createKeySet({ url: server.url, log: silentLogger(), now: () => time });
  verify = createTokenVerifier(keys);
};
const code = (expected: string) => expect.objectContaining({ code: expected });
const pass = (seconds: number) => {
  time += seconds * 1000;
};

describe('a gateway with the public keys of auth', () => {
  it('asks for them once, not for each request', async () => {
    start();
    for (let index = 0; index < 20; index += 1) await verify(signed(first, { sub: `learner-${index}` }));
    expect(server.asked()).toBe(1);
  });

  it('takes a token of a key that it has not seen yet, after one look', async () => {
    start();
    await verify(signed(first));
    server.publish(first, second);
    pass(5);
    expect(await verify(signed(second))).toMatchObject({ userId: 'lea' });
    expect(await verify(signed(first, { sub: 'zoe' }))).toMatchObject({ userId: 'zoe' });
    expect(server.asked()).toBe(2);
  });

  it('looks again at most every five seconds, whatever number of unknown keys is named', async () => {
    start();
    await verify(signed(first));
    const flood = () =>
      Promise.allSettled(Array.from({ length: 200 }, (_, index) => verify(signed({ ...first, kid: `k${index}` }))));
    expect((await flood()).every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.asked()).toBe(1);
    pass(5);
    await flood();
    await flood();
    expect(server.asked()).toBe(2);
  });

  it('does not look for a key that an expired token names, and says that it expired', async () => {
    start();
    await verify(signed(first));
    pass(60);
    await expect(verify(signed(second, { exp: 1_600_000_000 }))).rejects.toEqual(code('TOKEN_EXPIRED'));
    expect(server.asked()).toBe(1);
  });

  it('asks again by itself when they are no longer good', async () => {
    server.answer({ headers: { 'cache-control': 'public, max-age=1' } });
    start();
    await verify(signed(first));
    server.publish(second);
    await waitFor(() => server.asked() >= 2, { what: 'the second look' });
    expect(await verify(signed(second))).toMatchObject({ userId: 'lea' });
  });

  it.each([
    ['answers with an error', { status: 500, body: 'oops' }],
    ['answers with no JSON', { body: '<html>' }],
    ['answers with another document', { body: '{"keys":{}}' }],
    ['publishes nothing', { body: '{"keys":[]}' }],
    ['publishes what is no key', { body: '{"keys":[null,{"kty":"RSA"},{"kty":"oct","k":"c2VjcmV0","kid":"first"}]}' }],
    ['publishes a key that is too small', { body: JSON.stringify({ keys: [small.jwk] }) }],
    ['answers without end', { body: JSON.stringify({ keys: [], padding: 'x'.repeat(100_000) }) }],
    ['redirects elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('keeps the last good ones while auth %s', async (_what, answer) => {
    start();
    await verify(signed(first));
    server.answer(answer);
    pass(5);
    await expect(verify(signed(second))).rejects.toEqual(code('UNAUTHENTICATED'));
    expect(server.asked()).toBe(2);
    expect(await verify(signed(first, { sub: 'zoe' }))).toMatchObject({ userId: 'zoe' });
  });

  it('keeps them while auth is down', async () => {
    start();
    await verify(signed(first));
    await server.stop();
    pass(5);
    await expect(verify(signed(second))).rejects.toEqual(code('UNAUTHENTICATED'));
    expect(await verify(signed(first, { sub: 'zoe' }))).toMatchObject({ userId: 'zoe' });
  });

  it('tells clients to come back, not to sign in again, as long as it never had any', async () => {
    server.answer({ status: 503 });
    start();
    await expect(verify(signed(first))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 5 });
    server.publish(first);
    expect(await verify(signed(first))).toMatchObject({ userId: 'lea' });
  });

  it('does not ask all the time although every request needs its first ones', async () => {
    server.answer({ status: 503 });
    start();
    for (let round = 1; round <= 3; round += 1) {
      const answers = Array.from({ length: 50 }, (_, index) => verify(signed(first, { sub: `learner-${index}` })));
      expect((await Promise.allSettled(answers)).every(({ status }) => status === 'rejected')).toBe(true);
      expect(server.asked()).toBeLessThanOrEqual(2 * round);
    }
  });

  it('forgets what it verified with a key that auth withdrew', async () => {
    server.publish(first, second);
    start();
    const token = signed(first);
    await verify(token);
    server.publish(second);
    pass(5);
    await expect(verify(signed({ ...first, kid: 'unknown' }))).rejects.toEqual(code('UNAUTHENTICATED'));
    await expect(verify(token)).rejects.toEqual(code('UNAUTHENTICATED'));
  });
});
