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
}

/** A limit per client address, shared by all gateways through Redis; each counts for itself while Redis is away. */
export function createRateLimit(redis: Redis, perMinute: number): RateLimit {
  const window = { points: perMinute, duration: 60, keyPrefix: 'rate:gateway' };
  const limiter = new RateLimiterRedis({
    ...window,
    storeClient: redis,
    insuranceLimiter: new RateLimiterMemory(window),
  });
  return {
    async take(ip) {
      try {
        await limiter.consume(networkOf(ip));
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
    },
  };
}
