import { createHash } from 'node:crypto';
import { networkOf } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Models } from '../../models/index.js';

/** Somebody at a network. `userId` is null when nobody has the address that was typed. */
export interface Visitor {
  userId: string | null;
  ip: string | null;
}

/** Tells an account's usual networks from strangers', so that strangers' guesses do not keep its owner out. */
export interface KnownNetworks {
  /** Has the account signed in from there, as far as its sessions tell? The work is the same for nobody's account. */
  knows(visitor: Visitor): Promise<boolean>;
  /** Knows a network for an hour: its user has just read a mail to the account's owner. Never fails. */
  trust(visitor: Visitor): Promise<void>;
}

const TRUSTED_SECONDS = 3_600;

/** The networks of one database's accounts. Sessions are kept a week after their end, and no longer. */
export function createKnownNetworks(deps: { models: Models; redis: Redis; log: Logger }): KnownNetworks {
  const { models, redis, log } = deps;
  return {
    async knows(visitor) {
      const network = networkOf(visitor.ip);
      const [session, trusted] = await Promise.all([
        models.sessions.exists({ userId: visitor.userId ?? '', network }).lean(),
        // While Redis is away nobody is trusted, and every process counts for itself anyway.
        redis.exists(trustKey(visitor)).catch(() => 0),
      ]);
      return network !== 'unknown' && (session !== null || trusted > 0);
    },
    async trust(visitor) {
      await redis
        .set(trustKey(visitor), '1', 'EX', TRUSTED_SECONDS)
        .catch((err: unknown) => log.warn({ err }, 'network.trust_lost'));
    },
  };
}

function trustKey({ userId, ip }: Visitor): string {
  const pair = createHash('sha256')
    .update(`${userId} ${networkOf(ip)}`)
    .digest('base64url');
  return `auth:attempts:trusted:${pair}`;
}
