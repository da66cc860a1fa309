import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { LoginDocument } from '@doctorpy/client';
import { freePort, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import WebSocket from 'ws';
import { codesOf, dataOf, type Platform, startPlatform } from './support/platform.js';
import { post } from './support/raw.js';
import { whereServicesAreApart } from './support/topology.js';

/** Keys as `npm start` has them, except that they are replaced while one watches. */
const ROTATION_SECONDS = 20;
const apart = whereServicesAreApart('auth is killed, and the gateway goes on');

let platform: Platform;
let second: Awaited<ReturnType<Platform['startGateway']>>;

beforeAll(async () => {
  platform = await startPlatform({
    environment: { AUTH_KEY_ROTATION_SECONDS: String(ROTATION_SECONDS), AUTH_LOGIN_LIMIT_PER_ACCOUNT: '1000' },
  });
  second = await platform.startGateway();
}, 120_000);
afterAll(async () => {
  await second?.stop();
  await platform?.stop();
});

interface PublicKey {
  readonly kid: string;
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

const publishedKeys = async (): Promise<PublicKey[]> => {
  const response = await fetch(`http://127.0.0.1:${platform.ports.auth}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: PublicKey[] };
  return keys;
};
const keyOf = (token: string) => jwt.decode(token, { complete: true })?.header.kid ?? 'none';
const me = (url: string, token: string) =>
  post(url, { query: '{ me { id } }' }, { authorization: `Bearer ${token}` }).then(({ json }) => json);

describe('the keys of access tokens', () => {
  it('are replaced under live clients: old tokens live on, new ones are good at once on every gateway', async () => {
    const lea = await platform.learner('Léa');
    const before = keyOf(lea.accessToken);
    const input = { email: lea.email, password: lea.password };
    const seenBeforeUse = new Set<string>();
    const renewed = await waitFor(
      async () => {
        for (const { kid } of await publishedKeys()) seenBeforeUse.add(kid);
        const { accessToken } = dataOf(await platform.client().execute(LoginDocument, { input })).login;
        return keyOf(accessToken) === before ? null : accessToken;
      },
      { what: 'a token of the next key', timeoutMs: 3 * ROTATION_SECONDS * 1000, everyMs: 500 },
    );
    for (const url of [platform.url, second.url]) {
      expect(dataOf(await me(url, renewed))).toEqual({ me: { id: lea.id } });
      expect(dataOf(await me(url, lea.accessToken))).toEqual({ me: { id: lea.id } });
    }
    expect(seenBeforeUse).toContain(keyOf(renewed));
    expect((await publishedKeys()).map(({ kid }) => kid)).toEqual(expect.arrayContaining([before, keyOf(renewed)]));
  }, 90_000);

  it('do not let anybody sign with what is public about them', async () => {
    const noe = await platform.learner('Noé');
    const [header = '', payload = ''] = noe.accessToken.split('.');
    const kid = keyOf(noe.accessToken);
    const jwk = (await publishedKeys()).find((key) => key.kid === kid);
    if (!jwk) throw new Error('The key of a fresh token is not published.');
    const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    const confused = `${Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT', kid })).toString('base64url')}.${payload}`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = [
      `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
      `${header}.${payload}.`,
      jwt.sign({ ...claims, roles: ['ADMIN'] }, privateKey, { algorithm: 'RS256', keyid: kid }),
    ];
    for (const url of [platform.url, second.url]) {
      for (const token of forged) expect(codesOf(await me(url, token))).toEqual(['UNAUTHENTICATED']);
    }
  });

  it('may be out of a new gateway’s reach: sockets with a token are told to come back (1013), others are served', async () => {
    const lea = await platform.learner('Encore Léa');
    const gateway = await platform.startGateway({ JWKS_URL: `http://127.0.0.1:${await freePort()}/jwks.json` });
    const outcome = (payload: object) =>
      new Promise<number | string>((resolve) => {
        const socket = new WebSocket(gateway.url.replace(/^http/, 'ws'), 'graphql-transport-ws');
        socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
        socket.on('message', (data) => {
          resolve(JSON.parse(String(data)).type);
          socket.terminate();
        });
        socket.once('close', resolve);
      });
    try {
      expect(await outcome({ authorization: `Bearer ${lea.accessToken}` })).toBe(1013);
      expect(await outcome({})).toBe('connection_ack');
    } finally {
      await gateway.stop();
    }
  }, 60_000);

  apart.it(
    'stay good while auth is down and comes back',
    async () => {
      const mia = await platform.learner('Mia');
      await waitFor(async () => !(await me(second.url, mia.accessToken)).errors, { what: 'the token to be good' });
      const killed = platform.pids().auth ?? 0;
      process.kill(killed, 'SIGKILL');
      const query = '{ quest(id: "python_variables_101") { myProgress { id } } }';
      const authorization = `Bearer ${mia.accessToken}`;
      for (const url of [platform.url, second.url]) {
        expect(codesOf((await post(url, { query }, { authorization })).json)).toEqual([]);
      }
      await waitFor(() => platform.pids().auth !== killed, { what: 'auth to be started again', timeoutMs: 30_000 });
      const again = await waitFor(() => platform.learner('Encore Mia'), { what: 'auth', timeoutMs: 30_000 });
      expect(dataOf(await me(second.url, again.accessToken))).toEqual({ me: { id: again.id } });
    },
    90_000,
  );

  it('hold no private part outside the database, where it is encrypted', async () => {
    for (const service of ['gateway', 'auth', 'quest', 'rag'] as const) {
      const log = await platform.log(service);
      expect(log).not.toContain('PRIVATE KEY');
      expect(log).not.toContain(platform.secrets.authSecretKey);
    }
    for (const key of await publishedKeys())
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});
