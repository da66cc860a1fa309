import { describe, expect, it } from '@jest/globals';
import { createSessionCookies } from '../../src/browser/session-cookies.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const isOriginAllowed = (origin: string) => origin === 'http://localhost:3000';
const [plain, secure] = [false, true].map((isSecure) =>
  createSessionCookies({ secure: isSecure, isOriginAllowed, now: () => now }),
);
const page = { 'doctorpy-session': 'cookie', origin: 'http://localhost:3000' };

describe('the session cookie', () => {
  it('has a plain name over http in development, and the prefix that binds it to this host over https', () => {
    const change = { token: 'abc', expiresAt: '2026-01-01T01:00:00Z' };
    expect(plain?.write(change)).toBe('doctorpy-session=abc; Max-Age=3600; Path=/; HttpOnly; SameSite=Strict');
    expect(secure?.write(change)).toBe(
      '__Host-doctorpy-session=abc; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it('is removed by name and path', () => {
    expect(secure?.write(null)).toBe('__Host-doctorpy-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict');
  });

  it('is read under its own name, among others, when the header asks for it', () => {
    const cookie = 'a=1; doctorpy-session=abc; __Host-doctorpy-session=def';
    expect(plain?.read({ ...page, cookie })?.presented).toBe('abc');
    expect(secure?.read({ ...page, cookie })?.presented).toBe('def');
    expect(plain?.read({ ...page, cookie: 'a=1' })?.presented).toBeNull();
    expect(plain?.read({ ...page, 'doctorpy-session': undefined, cookie })).toBeNull();
  });

  it('is refused to other pages, and to what is no page with a word on what to do instead', () => {
    const foreign = { ...page, origin: 'https://evil.example' };
    expect(() => plain?.read(foreign)).toThrow(/CORS_ORIGINS/);
    expect(() => plain?.read({ ...page, origin: undefined, 'sec-fetch-site': 'none' })).toThrow(/CORS_ORIGINS/);
    expect(() => plain?.read({ ...page, origin: undefined })).toThrow(/leave it out|omettez-le/);
  });

  it('that is no token is not carried on at any length', () => {
    expect(plain?.read({ ...page, cookie: `doctorpy-session=${'x'.repeat(5000)}` })?.presented).toHaveLength(128);
    expect(plain?.read({ ...page, cookie: 'doctorpy-session=; ;;=%E0%A4%A' })?.presented).toBeNull();
  });
});
