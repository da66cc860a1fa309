import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../src/env.js';

const base = {
  NODE_ENV: 'production',
  DATABASE_URL: 'mongodb://127.0.0.1:27017',
  REDIS_URL: 'redis://127.0.0.1:6379',
  AUTH_SECRET_KEY: 'mN4vX8qLr2TzWk6PbYcJh3GfDs9AeUoI',
};
const google = {
  PUBLIC_URL: 'https://apprendre.example/',
  AUTH_OIDC_PROVIDERS: 'google',
  AUTH_OIDC_GOOGLE_ISSUER: 'https://accounts.google.com',
  AUTH_OIDC_GOOGLE_CLIENT_ID: 'id',
  AUTH_OIDC_GOOGLE_CLIENT_SECRET: 'secret',
};
const read = (settings: Record<string, string>) => readEnv({ ...base, ...settings }).AUTH_OIDC_PROVIDERS;

describe('the configuration of OpenID providers', () => {
  it('is empty unless providers are named', () => {
    const { AUTH_OIDC_PROVIDERS: _names, ...unnamed } = google;
    expect(read(unnamed)).toEqual([]);
  });

  it('gives each its label, scopes and the one address it sends browsers back to', () => {
    const school = {
      AUTH_OIDC_SCHOOL_ISSUER: 'https://sso.school.example/realms/eleves',
      AUTH_OIDC_SCHOOL_CLIENT_ID: 'id',
      AUTH_OIDC_SCHOOL_CLIENT_SECRET: 'secret',
      AUTH_OIDC_SCHOOL_LABEL: 'Collège Ada-Lovelace',
      AUTH_OIDC_SCHOOL_SCOPES: 'openid email roles',
    };
    expect(read({ ...google, ...school, AUTH_OIDC_PROVIDERS: 'google, school' })).toMatchObject([
      { label: 'Google', scopes: 'openid email', redirectUri: 'https://apprendre.example/connexion/google' },
      { label: 'Collège Ada-Lovelace', scopes: 'openid email roles', issuer: school.AUTH_OIDC_SCHOOL_ISSUER },
    ]);
  });

  it('names every variable that is missing, together with what else is wrong', () => {
    const settings = { AUTH_OIDC_PROVIDERS: 'google', AUTH_LOGIN_LIMIT_PER_IP: 'many' };
    expect(() => read(settings)).toThrow(
      /AUTH_LOGIN_LIMIT_PER_IP[\s\S]*PUBLIC_URL: is not set[\s\S]*GOOGLE_ISSUER: is not set[\s\S]*CLIENT_ID[\s\S]*CLIENT_SECRET/,
    );
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an http issuer in production',
      { AUTH_OIDC_GOOGLE_ISSUER: 'http://accounts.google.com' },
      /ISSUER: must be.*https:/,
    ],
    ['no URL', { AUTH_OIDC_GOOGLE_ISSUER: 'accounts.google.com' }, /ISSUER: must be/],
    [
      'a discovery document instead of an issuer',
      { AUTH_OIDC_GOOGLE_ISSUER: 'https://accounts.google.com/.well-known/openid-configuration' },
      /without \/\.well-known/,
    ],
    ['scopes without openid', { AUTH_OIDC_GOOGLE_SCOPES: 'email' }, /SCOPES: must contain openid/],
    ['a name that is no name', { AUTH_OIDC_PROVIDERS: 'google,../evil' }, /PROVIDERS: must list names/],
    ['the same name twice', { AUTH_OIDC_PROVIDERS: 'google,google' }, /twice/],
  ])('refuses %s', (_case, change, message) => {
    expect(() => read({ ...google, ...change })).toThrow(message);
  });

  it('takes an http issuer elsewhere, for a provider on the same machine', () => {
    const local = { ...google, NODE_ENV: 'development', AUTH_OIDC_GOOGLE_ISSUER: 'http://127.0.0.1:8080/realms/dev' };
    expect(read(local)).toMatchObject([{ issuer: local.AUTH_OIDC_GOOGLE_ISSUER }]);
  });
});
