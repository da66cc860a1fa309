import { networkOf } from '@doctorpy/service-kit/caller';
import type { Redis } from 'ioredis';
import { createAttemptLimiter, emailKey } from '../attempt-limiter.js';

/** Slows down mail bombs and the guessing of links. Every method may throw DomainError RATE_LIMITED. */
export interface RecoveryLimits {
  /** Counts a mail to an address, known or not, before anything is looked up. */
  mail(request: { ip: string | null; email: string }): Promise<void>;
  /** Counts the use of a link before it is looked up, so that parallel guesses are counted too. */
  link(ip: string | null): Promise<void>;
  /** Takes a successful use back: a whole class may verify its addresses from one place. */
  linkSucceeded(ip: string | null): Promise<void>;
}

/** Attempts allowed in a window of `windowSeconds`. */
export interface RecoveryLimitOptions {
  mailsPerAddress: number;
  mailsPerIp: number;
  linksPerIp: number;
  windowSeconds: number;
}

/** Limits shared by all replicas through Redis. */
export function createRecoveryLimits(redis: Redis, options: RecoveryLimitOptions): RecoveryLimits {
  const limiter = (name: string, points: number) =>
    createAttemptLimiter(redis, { name, points, windowSeconds: options.windowSeconds });
  const mailByIp = limiter('mail-ip', options.mailsPerIp);
  const mailByAddress = limiter('mail-address', options.mailsPerAddress);
  const linkByIp = limiter('link-ip', options.linksPerIp);
  return {
    async mail({ ip, email }) {
      await mailByIp.count(networkOf(ip));
      await mailByAddress.count(emailKey(email));
    },
    link: (ip) => linkByIp.count(networkOf(ip)),
    linkSucceeded: (ip) => linkByIp.takeBack(networkOf(ip)),
  };
}
