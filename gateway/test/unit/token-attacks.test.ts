import { createHmac } from 'node:crypto';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import { createTokenVerifier, type VerifyToken } from '../../src/identity/access-token.js';
import { createKeySet } from '../../src/identity/key-set.js';
import { sharedSecret, type VerificationKeys } from '../../src/identity/verification-keys.js';
import { claims, keyServer, namedKey, signed } from './key-server.js';

const SECRET = 'mN4vX8qLr2TzWk6PbYcJh3GfDs9AeUoI';
const own = namedKey('own');
const thief = namedKey('thief');
let server: Awaited<ReturnType<typeof keyServer>>;
let evil: Awaited<ReturnType<typeof keyServer>>;
let keys: VerificationKeys;
let verify: VerifyToken;
const verifyShared = createTokenVerifier(sharedSecret(SECRET));

beforeAll(async () => {
  [server, evil] = [await keyServer(), await keyServer()];
  server.publish(own);
  evil.publish(thief);
  keys = createKeySet({ url: server.url, log: silentLogger() });
  verify = createTokenVerifier(keys);
});
afterAll(async () => {
  await keys.close();
  await Promise.all([server.stop(), evil.stop()]);
});

const refused = (token: string, by: VerifyToken = verify) =>
  expect(by(token)).rejects.toEqual(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Signs as no library lets one: any header, any bytes as the secret. */
const hmac = (header: object, secret: string | Buffer) => {
  const text = `${part(header)}.${part(claims({ roles: ['ADMIN'] }))}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const now = () => Math.floor(Date.now() / 1000);

it('a token of auth is accepted, so that those below are refused for what they are', async () => {
  expect(await verify(signed(own))).toMatchObject({ userId: 'lea', sessionId: 'session', roles: ['LEARNER'] });
  expect(await verifyShared(jsonwebtoken.sign(claims(), SECRET))).toMatchObject({ userId: 'lea' });
});

describe('algorithm confusion', () => {
  it.each([
    ['its PEM', own.publicKey.export({ format: 'pem', type: 'spki' })],
    ['its PEM without the last line break', String(own.publicKey.export({ format: 'pem', type: 'spki' })).trim()],
    ['its PKCS #1 form', own.publicKey.export({ format: 'pem', type: 'pkcs1' })],
    ['its DER', own.publicKey.export({ format: 'der', type: 'spki' })],
    ['its JWK', JSON.stringify(own.jwk)],
    ['its modulus', String(own.jwk.n)],
  ])('with the public key as the secret (%s) is refused', async (_what, secret) => {
    for (const kid of ['own', undefined]) await refused(hmac({ alg: 'HS256', typ: 'JWT', kid }, secret));
  });

  it.each(['RS384', 'RS512', 'PS256'] as const)('to %s is refused, though the key is the right one', (algorithm) =>
    refused(signed(own, {}, { algorithm })),
  );

  it.each(['none', 'None', 'NONE', '', 'HS256', null])('to alg %j without a signature is refused', async (alg) => {
    for (const by of [verify, verifyShared]) {
      for (const signature of ['', 'AA'])
        await refused(`${part({ alg, kid: 'own' })}.${part(claims())}.${signature}`, by);
    }
  });

  it('between deployments is refused: neither takes the tokens of the other', async () => {
    await refused(jsonwebtoken.sign(claims(), SECRET));
    await refused(jsonwebtoken.sign(claims(), SECRET, { keyid: 'own' }));
    await refused(signed(own), verifyShared);
  });
});

describe('an unknown key', () => {
  it.each([
    'unknown',
    '',
    '../../../../dev/null',
    '/etc/passwd',
    'own\u0000',
    'own/../own',
    'http://127.0.0.1/jwks.json',
    '__proto__',
    'constructor',
    "own' OR '1'='1",
    'k'.repeat(1000),
  ])('named %j is refused', async (kid) => {
    await refused(signed({ ...thief, kid }));
    await refused(hmac({ alg: 'HS256', kid }, ''));
  });

  it.each([[['own']], [{ own: 1 }], [1], [true]])('named by %j, which is no text, is refused', async (kid) =>
    refused(hmac({ alg: 'HS256', kid }, '')),
  );

  it('under the name of a known one is refused', () => refused(signed({ ...thief, kid: 'own' })));
});

describe('key set poisoning', () => {
  it('by a key in the token itself is refused', async () => {
    for (const kid of ['own', 'thief']) {
      const header = { alg: 'RS256', kid, jwk: thief.jwk as never, x5c: ['AA=='] };
      await refused(signed({ ...thief, kid }, {}, { header }));
    }
  });

  it.each(['jku', 'x5u'])('by an address in the token (%s) is refused, and nobody asks there', async (member) => {
    for (const kid of ['own', 'thief']) {
      const header = { alg: 'RS256', kid, [member]: evil.url.href };
      await refused(signed({ ...thief, kid }, {}, { header }));
    }
    expect(evil.asked()).toBe(0);
  });
});

describe('key set poisoning of what is published', () => {
  it.each<[string, object]>([
    ['a secret', { kty: 'oct', k: Buffer.from(SECRET).toString('base64url') }],
    ['a secret that calls itself RSA', { k: Buffer.from(SECRET).toString('base64url'), n: undefined }],
    ['another use of the same key', { use: 'enc' }],
    ['another algorithm of the same key', { alg: 'HS256' }],
    ['a weak exponent and modulus', { n: 'Aw', e: 'Aw' }],
  ])('with %s under a known name is not taken: its tokens are refused, and good keys stay', async (_what, change) => {
    const poisoned = await keyServer();
    poisoned.answer({
      body: JSON.stringify({
        keys: [
          { ...thief.jwk, kid: 'own', ...change },
          { ...own.jwk, kid: 'good' },
        ],
      }),
    });
    const set = createKeySet({ url: poisoned.url, log: silentLogger() });
    const by = createTokenVerifier(set);
    try {
      expect(await by(signed({ ...own, kid: 'good' }))).toMatchObject({ userId: 'lea' });
      await refused(signed({ ...thief, kid: 'own' }), by);
      await refused(hmac({ alg: 'HS256', kid: 'own' }, SECRET), by);
    } finally {
      await set.close();
      await poisoned.stop();
    }
  });
});

describe('token substitution between users', () => {
  const [lea, zoe] = ['lea', 'zoe'].map((sub) => signed(own, { sub, sid: `session-of-${sub}` })) as [string, string];

  it('by any mixture of the parts of two tokens is refused, also after both were accepted', async () => {
    await Promise.all([verify(lea), verify(zoe)]);
    const parts = [lea.split('.'), zoe.split('.')];
    const mixtures = Array.from({ length: 8 }, (_, bits) =>
      [0, 1, 2].map((at) => parts[(bits >> at) & 1]?.[at]).join('.'),
    );
    const others = mixtures.filter((mixture) => mixture !== lea && mixture !== zoe);
    expect(others.length).toBeGreaterThanOrEqual(2);
    for (const mixture of others) await refused(mixture);
  });

  it('does not happen by itself: of many tokens at once each speaks for its own user', async () => {
    const users = Array.from({ length: 60 }, (_, index) => `user-${index % 30}`);
    const tokens = users.map((sub) => signed(own, { sub, sid: `session-of-${sub}` }));
    const seen = await Promise.all(tokens.map((token) => verify(token)));
    expect(seen.map(({ userId }) => userId)).toEqual(users);
    expect(seen.map(({ sessionId }) => sessionId)).toEqual(users.map((user) => `session-of-${user}`));
  });

  it('by another user’s name in a token of one’s own is refused', async () => {
    const [header, payload = '', signature] = lea.split('.');
    const claimsOfLea = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const change of [{ sub: 'zoe' }, { sid: 'session-of-zoe' }, { sub: 'zoe', sid: 'session-of-zoe' }]) {
      await refused(`${header}.${part({ ...claimsOfLea, ...change })}.${signature}`);
    }
  });
});

describe('a token that auth signed', () => {
  it.each([
    ['for another audience', { aud: 'somebody-else' }],
    ['for nobody', { aud: undefined }],
    ['as another issuer', { iss: 'https://evil.example' }],
    ['for later', { nbf: now() + 300 }],
    ['for ever', { exp: undefined }],
    ['without a user', { sub: '' }],
    ['without a session', { sid: undefined }],
    ['without the version of its account', { av: undefined }],
    ['with a role that does not exist', { roles: ['ROOT'] }],
  ])('%s is refused', async (_what, change) => {
    const token = jsonwebtoken.sign(JSON.parse(JSON.stringify(claims(change))), own.privateKey, {
      algorithm: 'RS256',
      keyid: 'own',
    });
    await refused(token);
  });

  it('is refused once it has expired', async () => {
    const expired = expect.objectContaining({ code: 'TOKEN_EXPIRED' });
    await expect(verify(signed(own, { exp: now() - 1 }))).rejects.toEqual(expired);
    await expect(verifyShared(jsonwebtoken.sign(claims({ exp: now() - 1 }), SECRET))).rejects.toEqual(expired);
  });

  it('is refused once it has expired, although it was accepted before', async () => {
    const token = signed(own, { exp: now() + 4 });
    await verify(token);
    const codeOf = () =>
      verify(token).then(
        () => null,
        (error: { code: string }) => error.code,
      );
    expect(await waitFor(codeOf, { what: 'the end of the token' })).toBe('TOKEN_EXPIRED');
  });

  it('is refused with other claims under its signature', async () => {
    const [header, , signature] = signed(own).split('.');
    await refused(`${header}.${part(claims({ roles: ['ADMIN'] }))}.${signature}`);
  });

  it('is refused when something is missing or more than a token could hold', async () => {
    for (const token of ['', '.', '..', 'a.b', 'a.b.c', signed(own).slice(0, -4), 'x'.repeat(100_000)]) {
      await refused(token);
    }
  });
});
