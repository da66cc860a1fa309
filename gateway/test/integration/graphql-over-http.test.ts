import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditServer } from 'graphql-http';
import { type LoneGateway, startLoneGateway } from '../start-gateway.js';

let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway({ TRUSTED_PROXIES: '127.0.0.1', CORS_ORIGINS: 'https://app.example' });
}, 180_000);
afterAll(() => gateway?.stop());

/** What protection against forged requests forbids, by the audit's own ids. */
const EXCEPTIONS: Record<string, string> = {};

describe('the official audit of GraphQL over HTTP', () => {
  it('finds every MUST and SHOULD kept, but for those that would open the door to other sites', async () => {
    const results = await auditServer({
      url: gateway.url,
      // A GET without this header could come from a link or an image of any page.
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init.headers)), 'apollo-require-preflight': 'true' },
        }),
    });
    const missed = results.filter(({ status }) => status === 'warn' || status === 'error');
    const named = missed.map(({ id, name, status }) => `${status} ${id} ${name}`);
    expect(named.filter((line) => !EXCEPTIONS[line.split(' ')[1] ?? ''])).toEqual([]);
    expect(results.filter(({ status }) => status === 'ok').length).toBeGreaterThan(50);
  });
});

describe('a request that any site could make a browser send', () => {
  const query = encodeURIComponent('{ __typename }');

  it.each([
    ['a link', `?query=${query}`, {}],
    ['a link that wants HTML', `?query=${query}`, { headers: { accept: 'text/html' } }],
    ['a form', '', { method: 'POST', body: new URLSearchParams({ query: '{ __typename }' }) }],
    ['a form of plain text', '', { method: 'POST', body: '{"query":"{ __typename }"}' }],
    ['nothing', '', { method: 'POST' }],
  ])('is not run: %s', async (what, search, init) => {
    const response = await fetch(gateway.url + search, init);
    // Somebody who follows the link gets the explorer, which runs nothing by itself.
    if (what === 'a link that wants HTML' && response.status === 200) {
      expect(response.headers.get('content-type')).toContain('text/html');
      return;
    }
    expect([400, 415]).toContain(response.status);
    const { errors } = (await response.json()) as { errors: unknown[] };
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) } });
    expect(JSON.stringify(errors)).not.toMatch(/apollo server|fastify/i);
  });

  it('is not run as a mutation by GET either', async () => {
    const reply = await gateway.get({ query: 'mutation { logout }' });
    expect([reply.status, reply.headers.get('allow'), reply.json.errors[0].extensions.code]).toEqual([
      405,
      'POST',
      'BAD_REQUEST',
    ]);
  });
});

describe('an operator who looks at the headers', () => {
  it('finds no answer that a browser could take for something else, or keep when it is an error', async () => {
    for (const reply of [await gateway.post({ query: '{ __typename }' }), await gateway.post('{')]) {
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
      expect(reply.headers.get('x-powered-by')).toBeNull();
      expect(reply.headers.get('content-type')).toMatch(/json; ?charset=utf-8/);
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('vary')).toMatch(/Accept-Language/i);
    }
  });

  it('finds only the configured pages let in, errors included', async () => {
    for (const body of [{ query: '{ __typename }' }, { query: '{ nope }' }]) {
      const ours = await gateway.post(body, { origin: 'https://app.example' });
      expect(ours.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(ours.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
      const theirs = await gateway.post(body, { origin: 'https://evil.example' });
      expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('finds other methods refused, with those that are not', async () => {
    const response = await fetch(gateway.url, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('finds a proxy believed about its clients, each of them counted alone', async () => {
    const limited = await startLoneGateway({ TRUSTED_PROXIES: '127.0.0.1', GATEWAY_RATE_LIMIT_PER_MINUTE: '3' });
    const ask = (ip: string) => limited.post({ query: '{ __typename }' }, { 'x-forwarded-for': ip });
    for (let n = 0; n < 3; n += 1) expect((await ask('203.0.113.9')).status).toBe(200);
    const refused = await ask('203.0.113.9');
    expect([refused.status, refused.json.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('203.0.113.10')).status).toBe(200);
    // What a client writes in front of the proxy's own entry is not believed.
    expect((await ask('198.51.100.7, 203.0.113.9')).status).toBe(429);
    await limited.stop();
  }, 180_000);
});
