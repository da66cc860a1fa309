import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, type Platform } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { APP } from './origins.js';

describe('in production', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await sharedPlatform();
  }, 120_000);

  it('the schema is not shown, nor guessed at', async () => {
    const introspection = await post(platform.url, { query: '{ __schema { types { name } } }' });
    expect(codesOf(introspection.json)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const typo = await post(platform.url, { query: '{ quest(id: "x") { titel } }' });
    expect(typo.json.errors?.[0]?.message).not.toMatch(/did you mean|title/i);
  });

  it('there is no explorer', async () => {
    const html = { headers: { accept: 'text/html' } };
    expect((await fetch(new URL('/explorer/', platform.url), html)).status).toBe(404);
    expect(await (await fetch(platform.url, html)).text()).not.toContain('Sandbox');
  });

  it('nobody has a demo account', async () => {
    const { demo } = platform;
    for (const email of demo.emails) {
      const query = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }';
      const { json } = await post(platform.url, { query, variables: { input: { email, password: demo.password } } });
      expect(codesOf(json)).toEqual(['INVALID_CREDENTIALS']);
    }
  });

  it('only configured origins may call', async () => {
    const allowed = async (origin: string) =>
      (await post(platform.url, { query: '{ __typename }' }, { origin })).headers.get('access-control-allow-origin');
    expect(await allowed(APP)).toBe(APP);
    expect(await allowed('https://evil.example')).toBeNull();
    expect(await allowed('https://studio.apollographql.com')).toBeNull();
    expect(await allowed('http://localhost:3000')).toBeNull();
  });

  it('a trusted proxy says where the client is', async () => {
    const input = { email: 'proxy@doctorpy.test', password: 'cheval correct agrafe pile', displayName: 'Proxy' };
    const query = 'mutation ($input: RegisterInput!) { register(input: $input) { user { sessions { ip } } } }';
    const { json } = await post(platform.url, { query, variables: { input } }, { 'x-forwarded-for': '203.0.113.9' });
    expect(json).toEqual({ data: { register: { user: { sessions: [{ ip: '203.0.113.9' }] } } } });
  });
});
