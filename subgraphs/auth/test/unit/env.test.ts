import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../src/env.js';

const complete = {
  NODE_ENV: 'production',
  DATABASE_URL: 'mongodb://127.0.0.1:27017',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SECRET_KEY: 'irrelevant here',
  JWT_SECRET: 'mN4vX8qLr2TzWk6PbYcJh3GfDs9AeUoI',
  AUTH_SECRET_KEY: 'kR7wB3nYt9PqLx5ZmVc2JhGfDs8AeUoI',
};

describe('the configuration of auth', () => {
  it('has sensible defaults', () => {
    expect(readEnv(complete)).toMatchObject({ AUTH_PORT: 8001, DATABASE_NAME: 'doctorpy_auth', HOST: '127.0.0.1' });
  });

  it.each([
    ['is short', 'mN4vX8qLr2TzWk6P'],
    ['is monotonous', 'abababababababababababababababababab'],
    ['is a placeholder', 'change-me-0123456789-abcdefghijklmnop'],
  ])('in production refuses a JWT_SECRET that %s, and says how to make one', (_case, JWT_SECRET) => {
    expect(() => readEnv({ ...complete, JWT_SECRET })).toThrow(/JWT_SECRET.*openssl rand -base64 48/);
  });

  it('names a weak secret together with everything else that is wrong', () => {
    const incomplete = { NODE_ENV: 'production', JWT_SECRET: 'weak', REDIS_URL: complete.REDIS_URL };
    expect(() => readEnv(incomplete)).toThrow(/DATABASE_URL: is not set[\s\S]*JWT_SECRET: must have/);
  });

  it('in development accepts whatever secret there is', () => {
    expect(readEnv({ ...complete, NODE_ENV: 'development', JWT_SECRET: 'short' }).JWT_SECRET).toBe('short');
  });

  it('lets production send no mails, but not with a sender or links that nobody chose, nor into a folder', () => {
    expect(readEnv(complete)).not.toHaveProperty('SMTP_URL');
    const smtp = { SMTP_URL: 'smtps://user:secret@smtp.example.org' };
    expect(() => readEnv({ ...complete, ...smtp })).toThrow(/MAIL_FROM[\s\S]*PUBLIC_URL/);
    const whole = { ...smtp, MAIL_FROM: 'DoctorPy <no-reply@example.org>', PUBLIC_URL: 'https://example.org' };
    expect(readEnv({ ...complete, ...whole })).toMatchObject(whole);
    expect(() => readEnv({ ...complete, MAIL_FOLDER: 'mail' })).toThrow(/MAIL_FOLDER/);
  });

  it('requires no verified address that no mail could verify', () => {
    const strict = { ...complete, AUTH_REQUIRE_VERIFIED_EMAIL: 'true' };
    expect(() => readEnv(strict)).toThrow(/SMTP_URL/);
  });

  it.each(['nobody', 'a@b.c\r\nBcc: d@e.f', 'DoctorPy <a@b.c> <d@e.f>'])('refuses the sender %j', (MAIL_FROM) => {
    expect(() => readEnv({ ...complete, MAIL_FROM })).toThrow(/MAIL_FROM/);
  });

  it('asks production for a secret that keeps second factors, also where access tokens need none', () => {
    const { AUTH_SECRET_KEY: _unset, ...without } = complete;
    expect(() => readEnv(without)).toThrow(/AUTH_SECRET_KEY: is not set .*second factors/);
    expect(readEnv({ ...without, NODE_ENV: 'development' })).not.toHaveProperty('AUTH_SECRET_KEY');
  });

  it('knows which roles can ask for a second factor, and what secrets there were before', () => {
    const given = { ...complete, MFA_REQUIRED_ROLES: 'ADMIN, AUTHOR', AUTH_PREVIOUS_SECRET_KEYS: 'one,two' };
    expect(readEnv(given)).toMatchObject({
      MFA_REQUIRED_ROLES: ['ADMIN', 'AUTHOR'],
      AUTH_PREVIOUS_SECRET_KEYS: ['one', 'two'],
    });
    for (const MFA_REQUIRED_ROLES of ['LEARNER', 'admins']) {
      expect(() => readEnv({ ...complete, MFA_REQUIRED_ROLES })).toThrow(/MFA_REQUIRED_ROLES.*AUTHOR or ADMIN/);
    }
  });

  describe('of the keys that sign access tokens', () => {
    const { JWT_SECRET: secret, AUTH_SECRET_KEY: _unset, ...neither } = complete;
    const pemOf = (bits: number) =>
      generateKeyPairSync('rsa', { modulusLength: bits })
        .privateKey.export({ format: 'pem', type: 'pkcs8' })
        .toString();

    it.each(['production', 'development'])('in %s asks for a secret to keep them with', (NODE_ENV) => {
      expect(() => readEnv({ ...neither, NODE_ENV })).toThrow(/AUTH_SECRET_KEY: is not set .*openssl rand -base64 48/);
      expect(readEnv({ ...neither, NODE_ENV, AUTH_SECRET_KEY: secret }).AUTH_SECRET_KEY).toBe(secret);
    });

    it.each([
      ['is short', 'mN4vX8qLr2TzWk6P'],
      ['is monotonous', 'abababababababababababababababababab'],
      ['is a placeholder', 'change-me-0123456789-abcdefghijklmnop'],
    ])('in production refuses an AUTH_SECRET_KEY that %s', (_case, AUTH_SECRET_KEY) => {
      expect(() => readEnv({ ...neither, AUTH_SECRET_KEY })).toThrow(/AUTH_SECRET_KEY.*openssl rand -base64 48/);
    });

    it('takes an RSA key of the operator’s, on one line too', () => {
      const pem = pemOf(2048);
      for (const JWT_PRIVATE_KEY of [pem, pem.replaceAll('\n', '\\n')]) {
        expect(() => readEnv({ ...neither, AUTH_SECRET_KEY: secret, JWT_PRIVATE_KEY })).not.toThrow();
      }
    });

    it.each([
      ['is text', () => 'my key', 'is not in PEM format'],
      ['is too small', () => pemOf(1024), 'has 1024 bits'],
      [
        'is not RSA',
        () =>
          generateKeyPairSync('ec', { namedCurve: 'P-256' })
            .privateKey.export({ format: 'pem', type: 'pkcs8' })
            .toString(),
        'is not an RSA key',
      ],
      [
        'is a public key',
        () =>
          generateKeyPairSync('rsa', { modulusLength: 2048 })
            .publicKey.export({ format: 'pem', type: 'spki' })
            .toString(),
        'is not a private key',
      ],
    ])('refuses one that %s, without showing it', (_case, make, problem) => {
      const JWT_PRIVATE_KEY = make();
      const read = () => readEnv({ ...neither, AUTH_SECRET_KEY: secret, JWT_PRIVATE_KEY });
      expect(read).toThrow(`JWT_PRIVATE_KEY: ${problem}`);
      expect(read).toThrow(/openssl genpkey/);
      expect(read).not.toThrow(JWT_PRIVATE_KEY.slice(0, 60));
    });

    it('does not guess which of two keys shall sign', () => {
      expect(() => readEnv({ ...complete, JWT_PRIVATE_KEY: pemOf(2048) })).toThrow(
        /JWT_PRIVATE_KEY: and JWT_SECRET exclude each other/,
      );
    });

    it('never lets an access token live longer than retired keys are kept', () => {
      expect(() => readEnv({ ...complete, AUTH_ACCESS_TOKEN_SECONDS: '901' })).toThrow(/AUTH_ACCESS_TOKEN_SECONDS/);
    });
  });
});
