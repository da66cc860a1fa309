import type { Redis } from 'ioredis';
import { DomainError } from '../errors/index.js';
import { MAX_CLOCK_SKEW_MS } from './sign.js';

/** Accepts each nonce once. */
export interface ReplayGuard {
  /**
   * @throws DomainError CONFLICT when the nonce was seen before, SERVICE_UNAVAILABLE when that cannot be told
   */
  accept(nonce: string): Promise<void>;
}

/** A guard shared by all replicas of a service through Redis. A nonce is remembered for as long as its signature holds. */
export function createReplayGuard(redis: Redis, service: string): ReplayGuard {
  return {
    async accept(nonce) {
      const key = `nonce:{${service}}:${nonce}`;
      let answer: string | null;
      try {
        answer = await redis.set(key, '1', 'PX', 2 * MAX_CLOCK_SKEW_MS, 'NX');
      } catch (cause) {
        throw new DomainError(
          'SERVICE_UNAVAILABLE',
          {
            fr: 'Les modifications sont momentanément impossibles. Réessayez dans quelques secondes.',
            en: 'Changes cannot be made for the moment. Try again in a few seconds.',
          },
          { cause, retryAfterSeconds: 2 },
        );
      }
      if (answer === null) {
        throw new DomainError('CONFLICT', {
          fr: 'Cette requête a déjà été traitée.',
          en: 'This request was already processed.',
        });
      }
    },
  };
}
