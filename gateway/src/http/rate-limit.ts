import { networkOf } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts requests of a client. */
export interface RateLimit {
  /**
   * Counts one request.
   * @throws DomainError RATE_LIMITED when the address, or its IPv6 network, has made too many
   */
  take(ip: string): Promise<void>;
  /**
   * Counts one request here alone for now, where that is certain to be within the limit.
   * @returns false, having counted nothing, when Redis is to be asked
   */
  takeAtOnce(ip: string): boolean;
  /** As {@link takeAtOnce}, of somebody who is signed in. */
  takeUserAtOnce(userId: string): boolean;
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

/**
 * A gateway tells the others of what it has counted once that is 1 % of a limit, or after this many milliseconds; of the
 * last tenth of a limit, it tells at once. So all gateways together let through 1 % too much for each, at most.
 */
const UNTOLD_SHARE = 0.01;
const LONGEST_UNTOLD_MS = 100;
const SHARE_OF_CARE = 0.9;
/** Clients whose count is kept here; all others are counted in Redis alone. */
const MAX_KNOWN = 10_000;

/**
 * Limits per client address and per user, shared by all gateways through Redis; each counts for itself while Redis is away,
 * and for a moment before it tells the others.
 */
export function createRateLimit(redis: Redis, { perAddress, perUser }: RequestsPerMinute): RateLimit {
  const addresses = createCounter(redis, 'rate:gateway', perAddress);
  const users = createCounter(redis, 'rate:gateway:user', perUser);
  const networks = new LRUCache<string, string>({ max: MAX_KNOWN });
  const network = (ip: string): string => {
    const known = networks.get(ip);
    if (known !== undefined) return known;
    const found = networkOf(ip);
    networks.set(ip, found);
    return found;
  };
  return {
    take: (ip) => addresses.take(network(ip)),
    takeUser: users.take,
    takeAtOnce: (ip) => addresses.takeAtOnce(network(ip)),
    takeUserAtOnce: users.takeAtOnce,
  };
}

/** What is known of a client in the minute that is under way. */
interface Count {
  /** By all gateways, when Redis was last told. */
  told: number;
  /** Here, while Redis has yet to reply. */
  beingTold: number;
  /** Here since then. */
  untold: number;
  /** On the clock of `performance.now()`. */
  endsAt: number;
}

interface Counter {
  take(key: string): Promise<void>;
  takeAtOnce(key: string): boolean;
}

function createCounter(redis: Redis, keyPrefix: string, points: number): Counter {
  const window = { points, duration: 60, keyPrefix };
  const limiter = new RateLimiterRedis({
    ...window,
    storeClient: redis,
    insuranceLimiter: new RateLimiterMemory(window),
  });
  const mostUntold = Math.floor(points * UNTOLD_SHARE);
  const counts = new LRUCache<string, Count>({ max: MAX_KNOWN });
  const toTell = new Map<string, Count>();
  let timer: NodeJS.Timeout | null = null;

  const tell = async (key: string, count: Count | undefined, fresh: number): Promise<void> => {
    const sent = fresh + (count && performance.now() < count.endsAt ? count.untold : 0);
    toTell.delete(key);
    if (count) {
      count.untold = 0;
      count.beingTold += sent;
    }
    try {
      const { consumedPoints, msBeforeNext } = await limiter.consume(key, sent);
      if (mostUntold === 0) return;
      const present = counts.get(key) ?? { told: 0, beingTold: 0, untold: 0, endsAt: 0 };
      counts.set(key, Object.assign(present, { told: consumedPoints, endsAt: performance.now() + msBeforeNext }));
    } finally {
      if (count) count.beingTold -= sent;
    }
  };

  const tellAll = () => {
    timer = null;
    for (const [key, count] of [...toTell]) {
      // Whatever is wrong with it, the client's next request meets it.
      tell(key, count, 0).catch(() => counts.delete(key));
    }
  };

  /** Whether the request can be counted here for now. */
  const countHere = (key: string, count: Count): boolean => {
    if (count.untold >= mostUntold || performance.now() >= count.endsAt) return false;
    if (count.told + count.beingTold + count.untold >= points * SHARE_OF_CARE) return false;
    count.untold += 1;
    toTell.set(key, count);
    if (timer === null) timer = setTimeout(tellAll, LONGEST_UNTOLD_MS).unref();
    return true;
  };

  const takeAtOnce = (key: string): boolean => {
    const count = counts.get(key);
    return count !== undefined && countHere(key, count);
  };

  const take = async (key: string): Promise<void> => {
    const count = counts.get(key);
    if (count && countHere(key, count)) return;
    try {
      await tell(key, count, 1);
    } catch (rejection) {
      counts.delete(key);
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
  return { take, takeAtOnce };
}
