import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { testDatabase } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import type { Connection } from 'mongoose';
import { migrations } from '../../src/migrations/index.js';
import { createModels } from '../../src/models/index.js';
import { createRotatingKeys } from '../../src/services/signing/rotating-keys.js';
import type { PublishedKeys, Signing } from '../../src/services/signing/signing.js';
import { type AuthEnvironment, authEnvironment, LOGIN, PASSWORD, REGISTER } from './environment.js';

const DAY = 86_400;
const AHEAD = 600;
const TOKEN_LIFE = 900;
const SECRET = 'kR7wB3nYt9PqLx5ZmVc2JhGfDs8AeUoI';
const log = silentLogger();

describe('keys that auth makes', () => {
  let connection: Connection;
  let drop: () => Promise<void>;
  let time: number;
  const replicas: Signing[] = [];

  beforeEach(async () => {
    const database = await testDatabase();
    drop = database.drop;
    connection = await connectMongo({ url: database.url, database: database.database, log });
    await runMigrations(connection, migrations, log);
    // Never behind the real clock: mongod's own removes what is past its time.
    time = Math.ceil(Date.now() / 1000) * 1000;
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) replica.stop();
    await connection.close();
    await drop();
  });

  const stored = () => createModels(connection).signingKeys.find().sort({ generation: 1 }).lean();
  const now = () => new Date(time);
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  const replica = async (secret = SECRET): Promise<Signing> => {
    const { signingKeys } = createModels(connection);
    const made = await createRotatingKeys({ signingKeys, secret, rotationSeconds: 30 * DAY, now, log });
    replicas.push(made);
    return made;
  };
  const kids = async (signing: Signing) => (await signing.published()).keys.map(({ kid }) => kid);
  const signs = (signing: Signing) => signing.signer(now()).keyId;

  it('are one for any number of replicas that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => replica()));
    expect(new Set(all.map(signs)).size).toBe(1);
    expect(await stored()).toHaveLength(1);
  });

  it('are the same after a restart', async () => {
    const before = signs(await replica());
    expect(signs(await replica())).toBe(before);
  });

  it('are published before they sign, and replaced on every replica at the same moment', async () => {
    const [one, other] = [await replica(), await replica()];
    const first = signs(one);
    pass(30 * DAY - 2 * AHEAD + 1);
    const published = await kids(one);
    expect(published).toHaveLength(2);
    expect(await kids(other)).toEqual(published);
    pass(AHEAD - 1);
    expect([signs(one), signs(other)]).toEqual([first, first]);
    pass(1);
    expect([signs(one), signs(other)]).toEqual([published[1], published[1]]);
    expect(await stored()).toHaveLength(2);
  });

  it('stay published until their last token has expired, and no longer', async () => {
    const signing = await replica();
    const first = signs(signing);
    pass(30 * DAY - AHEAD);
    await kids(signing);
    pass(AHEAD - 1);
    const { signsUntil } = (await stored())[0] ?? {};
    expect(signsUntil?.getTime()).toBe(time + 1000);
    pass(TOKEN_LIFE);
    expect(await kids(signing)).toContain(first);
    pass(120);
    expect(await kids(signing)).not.toContain(first);
  });

  it('never sign beyond their end, even when the service slept through it', async () => {
    const signing = await replica();
    const first = signs(signing);
    pass(90 * DAY);
    expect(() => signs(signing)).toThrow(expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }));
    const published = await kids(signing);
    expect(published).toEqual([signs(signing)]);
    expect(published).not.toContain(first);
  });

  it('are of no use to who reads the database', async () => {
    const signing = await replica();
    const [record] = await stored();
    const der = signing.signer(now()).key.export({ format: 'der', type: 'pkcs8' });
    const sealed = Buffer.from(record?.sealedKey ?? '', 'base64');
    expect(sealed.includes(der.subarray(30, 60))).toBe(false);
    expect(JSON.stringify(record)).not.toContain('PRIVATE');
  });

  it('are made anew when the secret changes, while the tokens of the old ones live on', async () => {
    const before = await replica();
    const after = await replica('another secret of sufficient length');
    expect(signs(after)).not.toBe(signs(before));
    expect(await kids(after)).toEqual([signs(before), signs(after)]);
    pass(61);
    expect((await kids(before)).length).toBe(2);
    expect(await stored()).toHaveLength(2);
  });

  it('are replaced at once when their record was tampered with or removed', async () => {
    const first = signs(await replica());
    const { signingKeys } = createModels(connection);
    await signingKeys.updateOne({}, { $set: { sealedKey: Buffer.alloc(64).toString('base64') } });
    const second = signs(await replica());
    expect(second).not.toBe(first);
    await signingKeys.deleteMany({});
    const signing = await replica();
    expect(await kids(signing)).toEqual([signs(signing)]);
    expect([first, second]).not.toContain(signs(signing));
  });

  it('go on signing while MongoDB is away', async () => {
    const signing = await replica();
    const first = signs(signing);
    await connection.close();
    pass(DAY);
    expect(await kids(signing)).toEqual([first]);
    expect(signs(signing)).toBe(first);
  });
});

describe.each([
  ['with keys that auth makes', {}],
  ['with keys of the operator’s', { JWT_PRIVATE_KEY: `${pem()}\n${pem()}` }],
])('access tokens %s', (_mode, settings) => {
  let auth: AuthEnvironment;
  beforeAll(async () => {
    auth = await authEnvironment({ JWT_SECRET: '', AUTH_SECRET_KEY: SECRET, ...settings });
  });
  afterAll(() => auth?.close());
  const jwks = () => fetch(new URL('/.well-known/jwks.json', auth.url));

  it('are verified by what /.well-known/jwks.json says to anybody', async () => {
    const input = { email: 'lea@example.org', password: PASSWORD, displayName: 'Léa' };
    const { data } = await auth.ask(REGISTER, { input });
    const { keys } = (await (await jwks()).json()) as PublishedKeys;
    const { accessToken, user } = data.register;
    const { kid, alg } = jsonwebtoken.decode(accessToken, { complete: true })?.header ?? {};
    expect(alg).toBe('RS256');
    const jwk = keys.find((candidate) => candidate.kid === kid);
    if (!jwk) throw new Error('The key of the token is not published.');
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const claims = jsonwebtoken.verify(accessToken, key, { algorithms: ['RS256'], issuer: 'doctorpy' });
    expect(claims).toMatchObject({ sub: user.id, aud: 'doctorpy', roles: ['LEARNER'] });
  });

  it('are given for a refresh token too', async () => {
    const { data } = await auth.ask(LOGIN, { input: { email: 'lea@example.org', password: PASSWORD } });
    const refresh = `mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken } }`;
    const { data: refreshed } = await auth.ask(refresh, { token: data.login.refreshToken });
    const { header } = jsonwebtoken.decode(refreshed.refreshSession.accessToken, { complete: true }) ?? {};
    expect(header?.alg).toBe('RS256');
  });

  it('show public members alone, with how long they may be kept', async () => {
    const response = await jwks();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    const { keys } = (await response.json()) as PublishedKeys;
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});

describe('access tokens with a shared secret', () => {
  it('have no public keys', async () => {
    const auth = await authEnvironment();
    const response = await fetch(new URL('/.well-known/jwks.json', auth.url));
    expect(await response.json()).toEqual({ keys: [] });
    await auth.close();
  });
});

function pem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}
