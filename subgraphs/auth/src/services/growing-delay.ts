import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.js';

/** Lets a few attempts through at once, and one at a time after waits that double from then on. */
export interface GrowingDelay {
  /**
   * Counts an attempt before its outcome is known, so that parallel ones are counted too. One that has to wait is not
   * counted: impatience makes nothing worse.
   * @throws DomainError RATE_LIMITED with `retryAfterSeconds`
   */
  admit(key: string): Promise<void>;
  /** Takes an attempt back that turned out to be honest. */
  takeBack(key: string): Promise<void>;
  /** Forgets all of them. */
  forget(key: string): Promise<void>;
}

/**
 * `free` attempts, the last of which closes the gate for `firstDelaySeconds`, the next one for twice as long … at most
 * `longestDelaySeconds`. All is forgotten `windowSeconds` after the first. `name` is unique in this service.
 */
export interface GrowingDelayOptions {
  name: string;
  free: number;
  windowSeconds: number;
  firstDelaySeconds: number;
  longestDelaySeconds: number;
}

/** Delays shared by all replicas through Redis; while Redis is away each process counts for itself. */
export function createGrowingDelay(redis: Redis, options: GrowingDelayOptions): GrowingDelay {
  const { name, windowSeconds: duration, firstDelaySeconds, longestDelaySeconds } = options;
  const limiter = (part: string, points: number) => {
    const limit = { keyPrefix: `auth:attempts:${name}:${part}`, points, duration };
    return new RateLimiterRedis({ ...limit, storeClient: redis, insuranceLimiter: new RateLimiterMemory(limit) });
  };
  const atOnce = limiter('free', options.free - 1);
  /** Attempts after the free ones: only whoever passes the gate counts one, so that a burst cannot inflate the wait. */
  const late = limiter('late', Number.MAX_SAFE_INTEGER);
  /** One point, for as long as the wait. */
  const gate = limiter('gate', 1);

  const delayAfter = (attempts: number) =>
    Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** Math.min(attempts, 20));

  return {
    async admit(key) {
      if (options.free > 1 && (await passes(() => atOnce.consume(key))) === true) return;
      const attempts = Math.max(0, (await late.get(key))?.consumedPoints ?? 0);
      const passed = await passes(() => gate.consume(key, 1, { customDuration: delayAfter(attempts) }));
      if (passed !== true) throw tooManyAttempts(Math.max(1, Math.ceil(passed / 1000)));
      await late.penalty(key);
    },
    async takeBack(key) {
      const attempts = (await late.get(key))?.consumedPoints ?? 0;
      await (attempts > 0 ? late : atOnce).reward(key);
    },
    async forget(key) {
      await Promise.all([atOnce.delete(key), late.delete(key), gate.delete(key)]);
    },
  };
}

/** True, or the milliseconds until the next attempt. */
async function passes(consume: () => Promise<unknown>): Promise<true | number> {
  try {
    await consume();
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext;
    throw error;
  }
}
