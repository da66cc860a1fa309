import { describe, expect, it } from '@jest/globals';
import { createRolePolicy } from '../../src/services/role/effective-roles.js';
import { hashRecoveryCode, newRecoveryCodes } from '../../src/services/second-factor/recovery-codes.js';
import { newTotpSecret, totpStep } from '../../src/services/second-factor/totp.js';
import { createKeyRing } from '../../src/services/secrets/key-ring.js';

describe('a code of an authenticator app', () => {
  /** RFC 6238, appendix B: the secret of its SHA-1 vectors in base32, and the last six of their eight digits. */
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const vectors: [number, string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ];
  const stepAt = (seconds: number, code: string, lastStep = 0) =>
    totpStep({ secret, code, at: new Date(seconds * 1000), lastStep });

  it.each(vectors)('is what RFC 6238 says at %d s', (seconds, code) => {
    expect(stepAt(seconds, code)).toBe(Math.floor(seconds / 30));
  });

  it('is taken one step early or late, and no more', () => {
    const [seconds, code] = [1_111_111_111, '050471'];
    const step = Math.floor(seconds / 30);
    const found = [-60, -30, 0, 30, 60].map((shift) => stepAt(seconds + shift, code));
    expect(found).toEqual([null, step, step, step, null]);
  });

  it('is not taken at or before the step that was used last, also when the clock was put back', () => {
    const [seconds, code] = [1_111_111_111, '050471'];
    const step = Math.floor(seconds / 30);
    expect([step - 1, step, step + 1, step + 1000].map((last) => stepAt(seconds, code, last))).toEqual([
      step,
      null,
      null,
      null,
    ]);
  });

  it('may be typed with a space, and is nothing but six digits', () => {
    expect(stepAt(59, '287 082')).toBe(1);
    for (const code of ['', '28708', '2870820', '28708a', '٢٨٧٠٨٢', '+87082', '2e7082'])
      expect(stepAt(59, code)).toBeNull();
  });

  it('comes from a secret of 160 bits, never the same', () => {
    const secrets = Array.from({ length: 20 }, newTotpSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const drawn of secrets) expect(drawn).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe('a recovery code', () => {
  it('is the same however it is typed', () => {
    const hash = hashRecoveryCode('0123-4567-89AB-CDEF', 'lea');
    for (const typed of [
      '0123456789abcdef',
      ' O123 4567 89ab cdef ',
      'o1234-56789-ABCDEF',
      'oL23-4567-89AB-CDEF',
      'oi23-4567-89AB-CDEF',
    ]) {
      expect(hashRecoveryCode(typed, 'lea')).toBe(hash);
    }
    expect(hashRecoveryCode('0123-4567-89AB-CDEF', 'zoe')).not.toBe(hash);
  });

  it.each(['', '0123', '0123-4567-89AB-CDEF-0', '0123-4567-89AB-CDEU', '0123-4567-89AB-CDE!', 'x'.repeat(1_000_000)])(
    'is not %.20j',
    (text) => {
      expect(hashRecoveryCode(text, 'lea')).toBeNull();
    },
  );

  it('has 80 random bits', () => {
    const codes = Array.from({ length: 100 }, newRecoveryCodes).flat();
    expect(new Set(codes).size).toBe(1_000);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
    for (const code of codes) expect(hashRecoveryCode(code, 'lea')).not.toBeNull();
  });
});

describe('roles that need a second factor', () => {
  const none = { secondFactorAt: null };
  const some = { secondFactorAt: new Date() };
  const ADMIN = ['LEARNER' as const, 'ADMIN' as const];
  const AUTHOR = ['LEARNER' as const, 'AUTHOR' as const];

  it('are withheld without one, and others are not', () => {
    const policy = createRolePolicy(['ADMIN']);
    expect(policy.effective({ roles: ADMIN, ...none })).toEqual({ roles: ['LEARNER'], withheldRoles: ['ADMIN'] });
    expect(policy.effective({ roles: ADMIN, ...some })).toEqual({ roles: ADMIN, withheldRoles: [] });
    expect(policy.effective({ roles: AUTHOR, ...none })).toEqual({ roles: AUTHOR, withheldRoles: [] });
    expect(policy.needsSecondFactor({ roles: AUTHOR })).toBe(false);
  });

  it('are withheld with the roles that include them: nobody gets around AUTHOR by being ADMIN', () => {
    const policy = createRolePolicy(['AUTHOR']);
    expect(policy.effective({ roles: ADMIN, ...none }).withheldRoles).toEqual(['ADMIN']);
    expect(policy.needsSecondFactor({ roles: ADMIN })).toBe(true);
  });

  it('are none where nothing is said', () => {
    expect(createRolePolicy([]).effective({ roles: ADMIN, ...none })).toEqual({ roles: ADMIN, withheldRoles: [] });
  });
});

describe('a ring of keys', () => {
  const before = createKeyRing(['old'], 'test');
  const ring = createKeyRing(['new', 'older', 'old'], 'test');

  it('opens what former keys sealed, and seals with the one in use', () => {
    const sealed = before.seal('secret', 'lea');
    expect(ring.open(sealed, 'lea')).toBe('secret');
    expect(ring.isCurrent(sealed)).toBe(false);
    expect(ring.isCurrent(ring.seal('secret', 'lea'))).toBe(true);
  });

  it('opens nothing of a key it was not given, of another label or of another purpose', () => {
    const sealed = before.seal('secret', 'lea');
    expect(() => createKeyRing(['new'], 'test').open(sealed, 'lea')).toThrow('AUTH_PREVIOUS_SECRET_KEYS');
    expect(() => ring.open(sealed, 'zoe')).toThrow();
    expect(() => createKeyRing(['old'], 'other').open(sealed, 'lea')).toThrow();
  });
});
