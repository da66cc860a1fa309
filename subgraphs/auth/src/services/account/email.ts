import { z } from 'zod';
import type { ProblemCode } from '../field-problems.js';

/** RFC 5321 §4.5.3.1.3: a path has at most 256 octets, two of which are its angle brackets. */
const MAX_LENGTH = 254;
const INVALID: ProblemCode = 'INVALID_EMAIL';

/** The form in which an e-mail address is stored and looked up: NFKC, trimmed, lower case. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** An e-mail address in its stored form. Messages are problem codes. */
export const emailSchema = z
  .string()
  .transform(normaliseEmail)
  .pipe(z.email({ error: INVALID, abort: true }).max(MAX_LENGTH, INVALID));
