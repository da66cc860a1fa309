import { beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { APP } from './origins.js';

const NAME = '__Host-doctorpy-session';
const PASSWORD = 'cheval correct agrafe pile';
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken user { id } } }';
const REGISTER =
  'mutation ($input: RegisterInput!) { register(input: $input) { accessToken refreshToken user { id } } }';
const REFRESH = 'mutation { refreshSession { accessToken refreshToken user { id } } }';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

/** What a browser sends along with a request of a page on that origin. */
const pageOn = (origin: string, site: string) => ({ origin, 'sec-fetch-site': site });
const ours = { ...pageOn(APP, 'same-site'), 'doctorpy-session': 'cookie' };
const withCookie = (token: string) => ({ cookie: `other=1; ${NAME}=${token}` });

interface SetCookie {
  readonly value: string;
  readonly attributes: readonly string[];
}

function cookieIn(headers: Headers): SetCookie | null {
  const [first] = headers.getSetCookie();
  if (first === undefined) return null;
  const [pair = '', ...attributes] = first.split('; ');
  expect(pair.startsWith(`${NAME}=`)).toBe(true);
  return { value: pair.slice(NAME.length + 1), attributes };
}

async function newcomer() {
  const email = `navigateur-${Math.random().toString(36).slice(2)}@doctorpy.test`;
  const input = { email, password: PASSWORD, displayName: 'Léa' };
  const answer = await post(platform.url, { query: REGISTER, variables: { input } }, ours);
  const { register } = dataOf(answer.json);
  return { email, ...register, answer, token: cookieIn(answer.headers)?.value ?? '' };
}

const refresh = (token: string, headers: Record<string, string> = ours) =>
  post(platform.url, { query: REFRESH }, { ...headers, ...withCookie(token) });

describe('signing in with a browser', () => {
  it('puts the refresh token where no script reads it, and no other host or site gets it', async () => {
    const { answer, refreshToken, token } = await newcomer();
    expect(refreshToken).toBeNull();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(answer.json)).not.toContain(token);
    const { attributes } = cookieIn(answer.headers) ?? { attributes: [] };
    expect(attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', expect.stringMatching(/^Max-Age=/)]),
    );
    expect(attributes.some((attribute) => /^domain/i.test(attribute))).toBe(false);
    const days = Number(attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice(8)) / 86_400;
    expect(days).toBeCloseTo(14, 1);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
  });

  it('stays signed in across refreshes, in two tabs at once, until it signs out', async () => {
    const { token, user } = await newcomer();
    const tabs = await Promise.all([refresh(token), refresh(token)]);
    const kept = tabs.map(({ headers }) => cookieIn(headers)?.value);
    expect(kept[0]).toMatch(/^[\w-]{43}$/);
    expect(kept[0]).not.toBe(token);
    expect(kept[1]).toBe(kept[0]);
    const next = await refresh(kept[0] ?? '');
    const { accessToken, refreshToken } = dataOf(next.json).refreshSession;
    expect(refreshToken).toBeNull();
    const last = cookieIn(next.headers)?.value ?? '';
    const authorization = `Bearer ${accessToken}`;
    const me = await post(platform.url, { query: '{ me { id } }' }, { ...ours, authorization });
    expect(me.json.data?.me).toEqual({ id: user.id });
    const logout = await post(
      platform.url,
      { query: 'mutation { logout }' },
      { ...ours, ...withCookie(last), authorization },
    );
    expect(cookieIn(logout.headers)).toMatchObject({ value: '', attributes: expect.arrayContaining(['Max-Age=0']) });
    const refused = await refresh(last);
    expect(codesOf(refused.json)).toEqual(['SESSION_REVOKED']);
    expect(cookieIn(refused.headers)?.value).toBe('');
  });

  it('is told what to do without a cookie, and without the header', async () => {
    const { token } = await newcomer();
    expect(codesOf((await post(platform.url, { query: REFRESH }, ours)).json)).toEqual(['UNAUTHENTICATED']);
    const { json, headers } = await refresh(token, pageOn(APP, 'same-site'));
    expect(codesOf(json)).toEqual(['BAD_USER_INPUT']);
    expect(json.errors?.[0]?.message).toContain('doctorpy-session: cookie');
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('knows no other mode', async () => {
    const { status, json } = await post(platform.url, { query: REFRESH }, { ...ours, 'doctorpy-session': 'local' });
    expect([status, ...codesOf(json)]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('two sign-ins for one cookie', () => {
  it('are refused as a whole, by alias and by fragment, and nothing is done', async () => {
    const { email } = await newcomer();
    const input = `{ email: "${email}", password: "${PASSWORD}" }`;
    for (const query of [
      `mutation { a: login(input: ${input}) { accessToken } b: login(input: ${input}) { accessToken } }`,
      `mutation { ...F a: login(input: ${input}) { accessToken } } fragment F on Mutation { b: login(input: ${input}) { accessToken } }`,
    ]) {
      const { json, headers } = await post(platform.url, { query }, ours);
      expect(codesOf(json)).toEqual(['OPERATION_NOT_ALLOWED']);
      expect(json.data ?? null).toBeNull();
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('may stand in two operations of one document', async () => {
    const { email } = await newcomer();
    const query = `${LOGIN.replace('mutation', 'mutation In')} ${REFRESH.replace('mutation', 'mutation Again')}`;
    const variables = { input: { email, password: PASSWORD } };
    const { json } = await post(platform.url, { query, variables, operationName: 'In' }, ours);
    expect(codesOf(json)).toEqual([]);
  });
});

describe('cookie CSRF from a foreign origin', () => {
  it.each([
    ['another site', pageOn('https://evil.example', 'cross-site')],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', pageOn('null', 'cross-site')],
    ['another site, in a browser without fetch metadata', { origin: 'https://evil.example' }],
    ['a neighbour on the same site that was not allowed', pageOn('https://blog.doctorpy.example', 'same-site')],
    ['an allowed origin, sent from another site', pageOn(APP, 'cross-site')],
    ['nobody who says who they are', {}],
  ] as [string, Record<string, string>][])('%s gets neither session nor cookie', async (_who, page) => {
    const { token } = await newcomer();
    const answer = await refresh(token, { ...page, 'doctorpy-session': 'cookie' });
    expect([answer.status, ...codesOf(answer.json)]).toEqual([403, 'FORBIDDEN']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    // The token was not used up: its owner goes on.
    expect(codesOf((await refresh(token)).json)).toEqual([]);
  });

  it('a page of the platform itself is none', async () => {
    const { token } = await newcomer();
    const headers = { 'sec-fetch-site': 'same-origin', 'doctorpy-session': 'cookie' };
    expect(codesOf((await refresh(token, headers)).json)).toEqual([]);
  });

  it('a form of another site cannot send the header, and its cookie is not looked at', async () => {
    const { token } = await newcomer();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await fetch(platform.url, {
        method: 'POST',
        headers: { 'content-type': type, ...pageOn('https://evil.example', 'cross-site'), ...withCookie(token) },
        body: JSON.stringify({ query: REFRESH }),
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(codesOf((await refresh(token)).json)).toEqual([]);
  });

  it('a browser asks first, and only pages of allowed origins may send header and cookie', async () => {
    const preflight = (origin: string) =>
      fetch(platform.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,doctorpy-session',
        },
      });
    const allowed = await preflight(APP);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(APP);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('doctorpy-session');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(foreign.headers.get('access-control-allow-headers')).toBeNull();
  });

  it('a mutation over GET changes nothing', async () => {
    const { token } = await newcomer();
    const response = await fetch(`${platform.url}?query=${encodeURIComponent(REFRESH)}`, {
      headers: { ...ours, ...withCookie(token), 'content-type': 'application/json' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe('a token in a cookie', () => {
  it('is not to be had by a script: not through header mode, and not through extensions', async () => {
    const { token } = await newcomer();
    const variables = { token };
    const query = 'mutation ($token: String) { refreshSession(refreshToken: $token) { refreshToken } }';
    expect(codesOf((await post(platform.url, { query, variables })).json)).toEqual(['UNAUTHENTICATED']);
    const extensions = { browserSession: { token } };
    const forged = await post(platform.url, { query: REFRESH, extensions });
    expect(codesOf(forged.json)).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(forged.json)).not.toContain('browserSession');
    expect(codesOf((await refresh(token)).json)).toEqual([]);
  });

  it('is in no log and in no answer', async () => {
    const { token } = await newcomer();
    const answer = await refresh(token);
    const next = cookieIn(answer.headers)?.value ?? '';
    expect(JSON.stringify(answer.json)).not.toContain(next);
    expect(answer.json).not.toHaveProperty('extensions');
    for (const service of ['gateway', 'auth', 'quest', 'rag'] as const) {
      const log = await platform.log(service);
      for (const secret of [token, next]) expect(log).not.toContain(secret);
    }
  });

  it('session fixation: a cookie that a neighbour planted without the prefix is not looked at', async () => {
    const { token } = await newcomer();
    const { json } = await post(platform.url, { query: REFRESH }, { ...ours, cookie: `doctorpy-session=${token}` });
    expect(codesOf(json)).toEqual(['UNAUTHENTICATED']);
  });

  it('cannot be set on a WebSocket, which says so', async () => {
    const { email } = await newcomer();
    const socket = createClient({
      url: platform.webSocketUrl,
      webSocketImpl: WebSocket,
      connectionParams: { 'doctorpy-session': 'cookie', language: 'en' },
    });
    const variables = { input: { email, password: PASSWORD } };
    const { value } = await socket.iterate({ query: LOGIN, variables }).next();
    expect(value).toMatchObject({
      errors: [{ message: expect.stringContaining('POST'), extensions: { code: 'OPERATION_NOT_ALLOWED' } }],
    });
    await socket.dispose();
  });
});
