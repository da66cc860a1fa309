import { describe, expect, it } from '@jest/globals';
import { createPasswords } from '../../src/services/account/passwords.js';

describe('a stored password', () => {
  it.each([
    ['recommended', 'that RFC 9106 recommends', /^\$argon2id\$v=19\$m=65536,t=3,p=4\$/],
    ['minimum', 'that OWASP asks for at least', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/],
  ] as const)('is an argon2id hash of its own; the cost “%s” is the one %s', async (cost, _whose, beginning) => {
    const passwords = await createPasswords(cost);
    const [one, other] = [await passwords.hash('quatre mots'), await passwords.hash('quatre mots')];
    expect(one).toMatch(beginning);
    expect(passwords.isCurrent(one)).toBe(true);
    expect(other).not.toBe(one);
  });

  it('fits the password it was made of, and no other', async () => {
    const passwords = await createPasswords('minimum');
    const stored = await passwords.hash('quatre mots');
    expect(await passwords.verify(stored, 'quatre mots')).toBe(true);
    expect(await passwords.verify(stored, 'quatre mot')).toBe(false);
  });

  it('that does not exist fits nothing', async () => {
    const passwords = await createPasswords('minimum');
    expect(await passwords.verify(null, 'quatre mots')).toBe(false);
  });
});
