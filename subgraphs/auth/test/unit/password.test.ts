import { describe, expect, it } from '@jest/globals';
import { createPasswords } from '../../src/services/account/passwords.js';

describe('a stored password', () => {
  it('is an argon2id hash of its own, with the cost that OWASP asks for', async () => {
    const passwords = await createPasswords();
    const [one, other] = [await passwords.hash('quatre mots'), await passwords.hash('quatre mots')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
  });

  it('fits the password it was made of, and no other', async () => {
    const passwords = await createPasswords();
    const stored = await passwords.hash('quatre mots');
    expect(await passwords.verify(stored, 'quatre mots')).toBe(true);
    expect(await passwords.verify(stored, 'quatre mot')).toBe(false);
  });

  it('that does not exist fits nothing', async () => {
    const passwords = await createPasswords();
    expect(await passwords.verify(null, 'quatre mots')).toBe(false);
  });
});
