import { z } from 'zod';
import type { AuthMetrics } from '../auth-metrics.js';
import type { ProblemCode } from '../field-problems.js';
import type { BreachedPasswords } from './breached-passwords.js';
import { commonPasswords } from './common-passwords.js';
import type { EstimateStrength } from './password-strength.js';
import { normalisePassword } from './passwords.js';

/**
 * What every new password must be: long enough, hard to guess, in no list of leaked ones, and not made of what everybody
 * knows of its owner. Length over composition, as NIST SP 800-63B §3.1.1.2 asks: any character may be in it, none must.
 * @returns a schema, to be parsed asynchronously, whose messages are problem codes
 */
export type PasswordRule = (owner: PasswordOwner) => z.ZodType<string>;

/** What a password may not be made of. */
export interface PasswordOwner {
  email: string;
  displayName: string;
}

/** What the rule needs; `breached` is null where no list is asked over the network. */
export interface PasswordRuleDeps {
  estimateStrength: EstimateStrength;
  breached: BreachedPasswords | null;
  metrics: AuthMetrics;
}

/** In characters; NIST asks for 8 at least, and for a longest of 64 at least. */
const SHORTEST = 8;
const LONGEST = 256;
/** Longer input is refused before anything is done with it; NFKC may shorten what is a little over the limit. */
const LONGEST_INPUT = 1_024;
/** Shorter parts of an address or name turn up in innocent passwords. */
const SHORTEST_TELLING_PART = 3;
/** zxcvbn's "safely unguessable": more than 10⁸ guesses. */
const LOWEST_SCORE = 3;
const PLATFORM = 'doctorpy';

/** The rule for registering, resetting, changing, and for operators. */
export function createPasswordRule(deps: PasswordRuleDeps): PasswordRule {
  const { estimateStrength, breached, metrics } = deps;

  async function problemOf(password: string, told: readonly string[]): Promise<ProblemCode | null> {
    const length = [...password].length;
    if (length < SHORTEST || length > LONGEST) return 'PASSWORD_LENGTH';
    const lower = password.toLowerCase();
    if (commonPasswords.has(lower)) return 'PASSWORD_COMMON';
    if (told.some((part) => lower.includes(part))) return 'PASSWORD_PERSONAL';
    const { score, common, personal } = await estimateStrength(password, told);
    if (score < LOWEST_SCORE) {
      if (common) return 'PASSWORD_COMMON';
      return personal ? 'PASSWORD_PERSONAL' : 'PASSWORD_WEAK';
    }
    return (await breached?.contains(password)) ? 'PASSWORD_BREACHED' : null;
  }

  return (owner) =>
    z.string().check(async (context) => {
      const { value } = context;
      const code =
        value.length > LONGEST_INPUT ? 'PASSWORD_LENGTH' : await problemOf(normalisePassword(value), toldBy(owner));
      if (!code) return;
      metrics.passwordsRefused.inc({ code });
      context.issues.push({ code: 'custom', message: code, input: value });
    });
}

/** The start of the address, the name and the platform, in lower case. */
function toldBy({ email, displayName }: PasswordOwner): string[] {
  return [email.split('@')[0] ?? '', displayName, PLATFORM]
    .map((part) => normalisePassword(part.slice(0, LONGEST)).trim().toLowerCase())
    .filter((part) => part.length >= SHORTEST_TELLING_PART);
}
