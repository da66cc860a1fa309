import { createHash } from 'node:crypto';
import type { DomainError } from '@doctorpy/service-kit/errors';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.js';

/** Counts attempts of one sort by whoever makes them. */
export interface AttemptLimiter {
  /** Counts one. @throws DomainError RATE_LIMITED with `retryAfterSeconds` */
  count(key: string): Promise<void>;
  /** Counts none. @throws DomainError RATE_LIMITED when one more would be too many */
  check(key: string): Promise<void>;
  /** Counts one and refuses nothing. @returns how many there are with it */
  note(key: string): Promise<number>;
  /** Takes one back. */
  takeBack(key: string): Promise<void>;
  /** Forgets all of them. */
  forget(key: string): Promise<void>;
}

/** `points` attempts in a window of `windowSeconds`, counted from the first; `name` is unique in this service. */
export interface AttemptLimiterOptions {
  name: string;
  points: number;
  windowSeconds: number;
  /** What is thrown, given the seconds to wait. @default tooManyAttempts */
  refusal?: (retryAfterSeconds: number) => DomainError;
}

/** A limiter shared by all replicas through Redis; while Redis is away each process counts for itself. */
export function createAttemptLimiter(redis: Redis, options: AttemptLimiterOptions): AttemptLimiter {
  const { name, points, windowSeconds, refusal = tooManyAttempts } = options;
  const limit = { keyPrefix: `auth:attempts:${name}`, points, duration: windowSeconds };
  const limiter = new RateLimiterRedis({
    ...limit,
    storeClient: redis,
    insuranceLimiter: new RateLimiterMemory(limit),
  });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw refusal(secondsUntil(error));
      }
    },
    async check(key) {
      const counted = await limiter.get(key);
      if (counted && counted.consumedPoints >= points) throw refusal(secondsUntil(counted));
    },
    async note(key) {
      const { consumedPoints } = await limiter.penalty(key);
      return consumedPoints;
    },
    async takeBack(key) {
      await limiter.reward(key);
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}

function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** The key of an e-mail address in its stored form: Redis has no business knowing the address itself. */
export function emailKey(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}
