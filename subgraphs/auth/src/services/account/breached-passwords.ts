import { createHash } from 'node:crypto';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { AuthMetrics } from '../auth-metrics.js';

/** Knows the passwords that were found in leaks. */
export interface BreachedPasswords {
  /**
   * Is the password, in its normal form, known to have leaked? When the list does not answer in time the answer is no:
   * nobody is kept from a password by somebody else's outage, and the offline rules hold all the same.
   */
  contains(password: string): Promise<boolean>;
}

/** Where the list is and how long to wait for it, in milliseconds. */
export interface BreachedPasswordOptions {
  /** Of the range API of Have I Been Pwned or a mirror of it; `/range/<prefix>` is added. */
  url: string;
  now: () => Date;
  log: Logger;
  metrics: AuthMetrics;
  /** @default 1500 */
  timeoutMs?: number;
}

/** After so many failures in a row the list is left alone for a while, so that an outage costs no registration a wait. */
const FAILURES_UNTIL_PAUSE = 3;
const PAUSE_MS = 60_000;
/** A padded answer has about 40 kB; more than this is not what was asked for. */
const LONGEST_ANSWER = 1_000_000;
const TIMEOUT_MS = 1_500;
/** Of the 40 hexadecimal digits of a SHA-1, the ones that leave the process. */
const PREFIX = 5;

/**
 * Asks a list by k-anonymity: only the first five digits of the password's SHA-1 are sent, and the answer is padded so
 * that its length tells nothing either. https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export function createBreachedPasswords(options: BreachedPasswordOptions): BreachedPasswords {
  const { now, log, metrics, timeoutMs = TIMEOUT_MS } = options;
  const base = options.url.replace(/\/+$/, '');
  let failures = 0;
  let pausedUntil = 0;

  async function suffixes(prefix: string): Promise<string> {
    const response = await fetch(`${base}/range/${prefix}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'DoctorPy', accept: 'text/plain' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`The list of leaked passwords answered ${response.status}.`);
    const text = await response.text();
    if (text.length > LONGEST_ANSWER) throw new Error('The list of leaked passwords answered too much.');
    return text;
  }

  return {
    async contains(password) {
      if (now().getTime() < pausedUntil) {
        metrics.breachChecks.inc({ outcome: 'skipped' });
        return false;
      }
      const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
      try {
        const found = includes(await suffixes(digest.slice(0, PREFIX)), digest.slice(PREFIX));
        failures = 0;
        metrics.breachChecks.inc({ outcome: found ? 'found' : 'clean' });
        return found;
      } catch (err) {
        failures += 1;
        if (failures >= FAILURES_UNTIL_PAUSE) pausedUntil = now().getTime() + PAUSE_MS;
        metrics.breachChecks.inc({ outcome: 'failed' });
        log.warn({ err, failures }, 'password.breach_check_failed');
        return false;
      }
    },
  };
}

/** Lines are `<35 digits>:<how often>`; what was added as padding was seen never. */
function includes(answer: string, suffix: string): boolean {
  return answer.split('\n').some((line) => {
    const [known, times] = line.trim().split(':');
    return known?.toUpperCase() === suffix && Number(times) > 0;
  });
}
