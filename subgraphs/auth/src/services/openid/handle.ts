import { randomInt } from 'node:crypto';
import type { Language } from '@doctorpy/service-kit/caller';

/**
 * A display name for somebody who has not chosen one. It is public and learners may be minors, so it is made of nothing
 * that a provider tells about them.
 */
export function drawHandle(language: Language): string {
  const letters = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${language === 'fr' ? 'Pythoniste' : 'Pythonista'}-${letters.join('')}`;
}

/** Without vowels no word comes out, and without 0, 1 and l nothing to be misread. */
const ALPHABET = 'bcdfghjkmnpqrstvwxz23456789';
