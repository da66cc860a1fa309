import { createHash, randomBytes } from 'node:crypto';

/** How many codes are given at once. */
export const RECOVERY_CODES = 10;

/** Crockford's base32: no letter in it is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits: a stolen hash cannot be undone, so no salt of random bits and no slow hash is needed. */
const LENGTH = 16;

/** New codes to be shown once, as `XXXX-XXXX-XXXX-XXXX`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    // 32 divides 256: every letter is as likely.
    const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return letters.match(/.{4}/g)?.join('-') ?? letters;
  });
}

/**
 * What is stored of a code: a SHA-256 that also names whose it is. Case, hyphens and spaces do not matter, nor do
 * letters that look like digits. Null for what cannot be a code.
 */
export function hashRecoveryCode(code: string, userId: string): string | null {
  const letters = code
    .slice(0, 100)
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (letters.length !== LENGTH || [...letters].some((letter) => !ALPHABET.includes(letter))) return null;
  return createHash('sha256').update(`${userId}:${letters}`).digest('hex');
}
