import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jsonwebtoken, { type SignOptions } from 'jsonwebtoken';

/** A key pair with a name, and what is published of it. */
export interface NamedKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function namedKey(kid: string, bits = 2048): NamedKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return { kid, publicKey, privateKey, jwk };
}

/** Claims that are good for 15 minutes, unless they say otherwise. */
export const claims = (own: object = {}) => ({
  sub: 'lea',
  sid: 'session',
  av: 1,
  roles: ['LEARNER'],
  iss: 'doctorpy',
  aud: 'doctorpy',
  exp: Math.floor(Date.now() / 1000) + 900,
  ...own,
});

export const signed = ({ kid, privateKey }: NamedKey, own: object = {}, options: SignOptions = {}): string =>
  jsonwebtoken.sign(claims(own), privateKey, { algorithm: 'RS256', keyid: kid, ...options });

/** An HTTP server that publishes what it is told to, and counts how often it is asked. */
export async function keyServer() {
  const state = { status: 200, body: '{"keys":[]}', headers: {}, asked: 0 };
  const server = createServer((_request, response) => {
    state.asked += 1;
    response.writeHead(state.status, state.headers).end(state.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/.well-known/jwks.json`),
    publish(...keys: readonly NamedKey[]) {
      Object.assign(state, { status: 200, body: JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }), headers: {} });
    },
    answer: (change: Partial<Omit<typeof state, 'asked'>>) => Object.assign(state, change),
    asked: () => state.asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
