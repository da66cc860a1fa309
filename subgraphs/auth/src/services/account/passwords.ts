import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import type { ProblemCode } from '../field-problems.js';
import { commonPasswords } from './common-passwords.js';

/** Turns passwords into hashes and compares them. */
export interface Passwords {
  /** argon2id, in PHC string format with its salt and cost. */
  hash(password: string): Promise<string>;
  /**
   * Does the password fit the hash? With no hash (nobody has this e-mail address) it does the same work and says no,
   * so that the time it takes tells nothing.
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/**
 * OWASP Password Storage Cheat Sheet, argon2id: 19 MiB of memory, two passes, one lane.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The password hasher. Its decoy hash is drawn once, so making it takes one hash's time. */
export async function createPasswords(): Promise<Passwords> {
  const decoy = await hash(randomBytes(32), COST);
  return {
    hash: (password) => hash(normalise(password), COST),
    async verify(passwordHash, password) {
      const fits = await verify(passwordHash ?? decoy, normalise(password));
      return passwordHash !== null && fits;
    },
  };
}

/**
 * A new password: long enough, not one of the most common, and not made of what everybody knows of its owner.
 * Length over composition, as NIST SP 800-63B §3.1.1.2 asks. Messages are problem codes.
 */
export function newPasswordSchema(owner: { email: string; displayName: string }): z.ZodType<string> {
  return z.string().check((context) => {
    const code = passwordProblem(context.value, owner);
    if (code) context.issues.push({ code: 'custom', message: code, input: context.value });
  });
}

/** Shorter parts of an address or name turn up in innocent passwords. */
const SHORTEST_TELLING_PART = 3;

function passwordProblem(password: string, { email, displayName }: { email: string; displayName: string }) {
  const normal = normalise(password);
  const length = [...normal].length;
  if (length < 8 || length > 256) return 'PASSWORD_LENGTH' satisfies ProblemCode;
  const lower = normal.toLowerCase();
  if (commonPasswords.has(lower)) return 'PASSWORD_COMMON' satisfies ProblemCode;
  const parts = [email.split('@')[0] ?? '', displayName].map((part) => normalise(part).trim().toLowerCase());
  const telling = parts.filter((part) => part.length >= SHORTEST_TELLING_PART);
  return telling.some((part) => lower.includes(part)) ? ('PASSWORD_PERSONAL' satisfies ProblemCode) : null;
}

/** The same password typed on two keyboards may come as different code points. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}
