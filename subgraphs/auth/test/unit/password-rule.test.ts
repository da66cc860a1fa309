import { beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createPasswordRule, type PasswordRule } from '../../src/services/account/password-rule.js';
import { createPasswordStrength } from '../../src/services/account/password-strength.js';
import { createAuthMetrics } from '../../src/services/auth-metrics.js';

const estimateStrength = createPasswordStrength();
let registry: Registry;
let rule: PasswordRule;
beforeEach(() => {
  registry = new Registry();
  rule = createPasswordRule({ estimateStrength, breached: null, metrics: createAuthMetrics(registry) });
});

async function problemOf(password: string, owner = { email: 'lea.martin@example.org', displayName: 'Ada' }) {
  const { error } = await rule(owner).safeParseAsync(password);
  return error?.issues.map(({ message }) => message).join() ?? null;
}

describe('a new password', () => {
  it.each([
    'quatre mots au hasard',
    'xK9#pQ2vT',
    'été à la plage',
    'une chaise verte rit',
    'correct horse battery staple',
    `${'quatre mots pris au hasard '.repeat(9)}fin`,
  ])('may be %j: spaces, accents and any length are welcome', async (password) => {
    expect(await problemOf(password)).toBeNull();
  });

  it.each(['', 'short', '🐍'.repeat(7), 'x'.repeat(257), 'a b'.repeat(500_000)])(
    'has 8 to 256 characters, unlike %#',
    async (password) => {
      expect(await problemOf(password)).toBe('PASSWORD_LENGTH');
    },
  );

  it.each(['12345678', 'Password1', 'motdepasse', 'AZERTYUIOP', 'ｐassword', 'P@ssw0rd', 'm0td3p@sse', 'drowssap'])(
    'is in no list of leaked ones, unlike %j, also in disguise',
    async (password) => {
      expect(await problemOf(password)).toBe('PASSWORD_COMMON');
    },
  );

  it.each(['marseille13', 'Soleil75!', 'chocolat', 'poiuytreza', 'abcdefghijkl', '01/02/2003', 'x y '.repeat(64)])(
    'takes more than a few million guesses, unlike %j',
    async (password) => {
      expect(await problemOf(password)).toMatch(/^PASSWORD_(WEAK|COMMON)$/);
    },
  );

  it.each(['lea.martin', 'xx LEA.MARTIN xx', 'my name is ada', 'doctorpy et encore', 'l3a.m4rtin'])(
    'is not made of its owner or of the platform, unlike %j',
    async (password) => {
      expect(await problemOf(password)).toBe('PASSWORD_PERSONAL');
    },
  );

  it('may contain a single letter that happens to be an address', async () => {
    expect(await problemOf('zoom la banane', { email: 'a@example.org', displayName: 'Zo' })).toBeNull();
  });

  it('is judged alike from two keyboards', async () => {
    const [composed, decomposed] = ['été à la plage'.normalize('NFC'), 'été à la plage'.normalize('NFD')];
    expect(await problemOf(composed)).toBe(await problemOf(decomposed));
  });

  it('is counted when it is refused, and is in no metric', async () => {
    await problemOf('marseille13');
    const text = await registry.metrics();
    expect(text).toMatch(/auth_passwords_refused_total\{code="PASSWORD_\w+"\} 1/);
    expect(text).not.toContain('marseille');
  });
});

describe('somebody who sends passwords that are expensive to judge', () => {
  it('has 32 characters from either end looked at: what lies between costs nothing', async () => {
    const end = 'a'.repeat(32);
    const hostile = '@4$0|1!3'.repeat(24);
    expect(await estimateStrength(end + hostile + end, [])).toEqual(await estimateStrength(end + end, []));
    expect(await problemOf(end + hostile + end)).toBe('PASSWORD_WEAK');
  });

  it('makes a strong one with one strong end', async () => {
    expect(await problemOf(`${'a'.repeat(40)} quatre mots pris au hasard`)).toBeNull();
  });
});
