import { networkOf } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts requests of a client. */
export interface RateLimit {
  /**
   * Counts one request.
   * @throws DomainError RATE_LIMITED when the address, or its IPv6 network, has made too many
   */
  take(ip: string): Promise<void>;
  /**
   * Counts one request of somebody who is signed in, wherever they are.
   * @throws DomainError RATE_LIMITED when they have made too many
   */
  takeUser(userId: string): Promise<void>;
}

/** Requests a minute. */
export interface RequestsPerMinute {
  readonly perAddress: number;
  readonly perUser: number;
}

/** Limits per client address and per user, shared by all gateways through Redis; each counts for itself while Redis is away. */
export function createRateLimit(redis: Redis, { perAddress, perUser }: RequestsPerMinute): RateLimit {
  const addresses = createCounter(redis, 'rate:gateway', perAddress);
  const users = createCounter(redis, 'rate:gateway:user', perUser);
  return { take: (ip) => addresses(networkOf(ip)), takeUser: (userId) => users(userId) };
}

function createCounter(redis: Redis, keyPrefix: string, points: number): (key: string) => Promise<void> {
  const window = { points, duration: 60, keyPrefix };
  const limiter = new RateLimiterRedis({
    ...window,
    storeClient: redis,
    insuranceLimiter: new RateLimiterMemory(window),
  });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
      throw new DomainError(
        'RATE_LIMITED',
        {
          fr: `Trop de requêtes en peu de temps. Réessayez dans ${retryAfterSeconds} s.`,
          en: `Too many requests in a short time. Try again in ${retryAfterSeconds} s.`,
        },
        { retryAfterSeconds },
      );
    }
  };
}
