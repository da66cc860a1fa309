import { lookup } from 'node:dns/promises';
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

describe('a flood of sign-ins', () => {
  it('leaves a thread for what else the process does: host names are looked up meanwhile', async () => {
    const passwords = await createPasswords('recommended');
    let done = 0;
    const flood = Promise.all(
      Array.from({ length: 12 }, async () => {
        await passwords.hash('quatre mots');
        done += 1;
      }),
    );
    await lookup('localhost');
    expect(done).toBeLessThan(3);
    await flood;
  });

  it('is refused once too many wait, and what waits is served', async () => {
    const passwords = await createPasswords('minimum', { atOnce: 1, waiting: 2 });
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => passwords.verify(null, 'quatre mots')));
    expect(answers.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected', 'rejected'],
    ]);
    expect(answers[5]).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
    await expect(passwords.verify(null, 'quatre mots')).resolves.toBe(false);
  });
});
