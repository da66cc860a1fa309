import { networkOf } from '@doctorpy/service-kit/caller';
import type { Redis } from 'ioredis';
import { createAttemptLimiter, emailKey } from '../attempt-limiter.js';

/** Slows down guessing. Every method may throw DomainError RATE_LIMITED with `retryAfterSeconds`. */
export interface AttemptLimits {
  /** Counts a sign-in attempt before its password is looked at, so that parallel guesses are counted too. */
  login(attempt: LoginAttempt): Promise<void>;
  /** Takes a successful attempt back: a whole class may sign in from one address. */
  loginSucceeded(attempt: LoginAttempt): Promise<void>;
  /** Counts a registration. */
  register(ip: string | null): Promise<void>;
}

/** Who tries to sign in, from where. */
export interface LoginAttempt {
  ip: string | null;
  /** In its stored form. */
  email: string;
}

/** Attempts allowed in a window of `windowSeconds`. */
export interface AttemptLimitOptions {
  loginPerIp: number;
  loginPerAccount: number;
  registerPerIp: number;
  windowSeconds: number;
}

/**
 * Limits shared by all replicas through Redis; while Redis is away each process counts for itself. A limit ends with
 * its window, counted from the first attempt: nobody can be locked out for good by somebody else's guesses.
 */
export function createAttemptLimits(redis: Redis, options: AttemptLimitOptions): AttemptLimits {
  const limiter = (name: string, points: number) =>
    createAttemptLimiter(redis, { name, points, windowSeconds: options.windowSeconds });
  const loginByIp = limiter('login-ip', options.loginPerIp);
  const loginByAccount = limiter('login-account', options.loginPerAccount);
  const registerByIp = limiter('register-ip', options.registerPerIp);
  return {
    async login({ ip, email }) {
      await loginByIp.count(networkOf(ip));
      await loginByAccount.count(emailKey(email));
    },
    async loginSucceeded({ ip, email }) {
      await loginByIp.takeBack(networkOf(ip));
      await loginByAccount.forget(emailKey(email));
    },
    register: (ip) => registerByIp.count(networkOf(ip)),
  };
}
