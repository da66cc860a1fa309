import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../src/env.js';

const complete = {
  NODE_ENV: 'production',
  DATABASE_URL: 'mongodb://127.0.0.1:27017',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SECRET_KEY: 'irrelevant here',
  JWT_SECRET: 'mN4vX8qLr2TzWk6PbYcJh3GfDs9AeUoI',
};

describe('the configuration of auth', () => {
  it('has sensible defaults', () => {
    expect(readEnv(complete)).toMatchObject({ AUTH_PORT: 8001, DATABASE_NAME: 'doctorpy_auth', HOST: '127.0.0.1' });
  });

  it.each([
    ['is missing', ''],
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
});
