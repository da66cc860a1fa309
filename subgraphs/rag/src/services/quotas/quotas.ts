import { hasRole, type Role } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { quotaSpent } from '../../errors.js';

/** Whose quota it is: the limits are those of their strongest role. */
export interface Spender {
  userId: string;
  roles: readonly Role[];
}

/** What somebody may ask, and what is left of it. */
export interface AskQuota {
  userId: string;
  /** Questions in a window. */
  limit: number;
  remaining: number;
  /** Answers in a window that the model writes anew. */
  generatedLimit: number;
  generatedRemaining: number;
  /** When the last of the windows under way ends; null when none is. */
  resetsAt: Date | null;
}

/** What was counted: a question, or an answer that the model is to write. */
export interface Spent {
  /** Takes the count back, for all attempts of a question together: the fault was ours. */
  giveBack(): Promise<void>;
}

/**
 * Bounds what one person asks. Counts are in Redis, one step each, so that all processes share them; while Redis is away
 * each process counts for itself, from nothing.
 */
export interface Quotas {
  /**
   * Counts a question. A question that comes again under the same key is counted once, for its first few attempts.
   * @throws DomainError RATE_LIMITED with `retryAfterSeconds`
   */
  takeQuestion(spender: Spender, key: string | null): Promise<Spent>;
  /** Counts an answer that the model is to write; null when there is none left. */
  takeGeneration(spender: Spender): Promise<Spent | null>;
  /** Counts a search of passages. @throws DomainError RATE_LIMITED with `retryAfterSeconds` */
  takeSearch(spender: Spender): Promise<void>;
  /** What is left. */
  of(spender: Spender): Promise<AskQuota>;
}

/** How often, by role; a window begins with the first of its questions. */
export interface QuotaLimits {
  windowSeconds: number;
  questions: Readonly<Record<Role, number>>;
  generations: Readonly<Record<Role, number>>;
  searches: number;
}

/** What quotas are made of. */
export interface QuotaDeps {
  redis: Redis;
  limits: QuotaLimits;
  log: Logger;
  /** Hears of every refusal. */
  onRefusal?: (what: 'question' | 'generation' | 'search') => void;
}

/** Attempts under one key that count as one question: clients repeat what was cut off, and nobody has a model work for nothing. */
const freeAttempts = 3;

/** Creates quotas. */
export function createQuotas({ redis, limits, log, onRefusal = () => undefined }: QuotaDeps): Quotas {
  const { windowSeconds } = limits;
  const counter = (name: string) => createCounter(redis, `rag:quota:${name}`, windowSeconds);
  const questions = counter('questions');
  const generations = counter('generations');
  const searches = counter('searches');

  return {
    async takeQuestion({ userId, roles }, key) {
      const spent = {
        async giveBack() {
          if (key === null || (await forget(userId, key))) await questions.takeBack(userId);
        },
      };
      if (key !== null && (await isRepeated(userId, key))) return spent;
      const limit = limits.questions[strongest(roles)];
      const { count, retryAfterSeconds } = await questions.add(userId);
      if (count > limit) {
        onRefusal('question');
        // It was not admitted: asked again it is no repetition.
        if (key !== null) await forget(userId, key);
        throw quotaSpent({ what: 'questions', limit, windowSeconds, retryAfterSeconds });
      }
      return spent;
    },

    async takeGeneration({ userId, roles }) {
      const { count } = await generations.add(userId);
      const spent = { giveBack: () => generations.takeBack(userId) };
      if (count <= limits.generations[strongest(roles)]) return spent;
      onRefusal('generation');
      // What is given back later must not be eaten up by refusals.
      await spent.giveBack();
      return null;
    },

    async takeSearch({ userId }) {
      const { count, retryAfterSeconds } = await searches.add(userId);
      if (count <= limits.searches) return;
      onRefusal('search');
      throw quotaSpent({ what: 'searches', limit: limits.searches, windowSeconds, retryAfterSeconds });
    },

    async of({ userId, roles }) {
      const role = strongest(roles);
      const limit = limits.questions[role];
      const generatedLimit = limits.generations[role];
      const [asked, generated] = await Promise.all([questions.read(userId), generations.read(userId)]);
      const ends = [asked, generated].flatMap((count) => (count ? [Date.now() + count.msLeft] : []));
      return {
        userId,
        limit,
        remaining: Math.max(0, limit - (asked?.count ?? 0)),
        generatedLimit,
        generatedRemaining: Math.max(0, generatedLimit - (generated?.count ?? 0)),
        resetsAt: ends.length === 0 ? null : new Date(Math.max(...ends)),
      };
    },
  };

  async function isRepeated(userId: string, key: string): Promise<boolean> {
    try {
      const name = attemptsKey(userId, key);
      const [attempts] = (await redis.multi().incr(name).expire(name, windowSeconds).exec()) ?? [];
      const count = Number(attempts?.[1] ?? 1);
      return count > 1 && count <= freeAttempts;
    } catch (err) {
      log.warn({ err }, 'quota.attempt_unknown');
      return false;
    }
  }

  /** False when another attempt has had it forgotten before. */
  async function forget(userId: string, key: string): Promise<boolean> {
    try {
      return (await redis.del(attemptsKey(userId, key))) > 0;
    } catch (err) {
      log.warn({ err }, 'quota.attempt_kept');
      return true;
    }
  }
}

function attemptsKey(userId: string, key: string): string {
  return `rag:quota:attempts:${userId}:${key}`;
}

function strongest(roles: readonly Role[]): Role {
  return (['ADMIN', 'AUTHOR'] as const).find((role) => hasRole({ roles }, role)) ?? 'LEARNER';
}

/** Counts by user in a window that begins with the first. */
function createCounter(redis: Redis, keyPrefix: string, duration: number) {
  // How much is allowed depends on who asks: that is compared here, and nothing is ever refused there.
  const window = { keyPrefix, duration, points: Number.MAX_SAFE_INTEGER };
  const limiter = new RateLimiterRedis({
    ...window,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(window),
  });
  return {
    async add(userId: string): Promise<{ count: number; retryAfterSeconds: number }> {
      const counted = await limiter.consume(userId).catch((error: unknown) => {
        if (error instanceof RateLimiterRes) return error;
        throw error;
      });
      const retryAfterSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
      return { count: counted.consumedPoints, retryAfterSeconds };
    },
    async takeBack(userId: string): Promise<void> {
      await limiter.reward(userId);
    },
    async read(userId: string): Promise<{ count: number; msLeft: number } | null> {
      const counted = await limiter.get(userId);
      return counted && counted.msBeforeNext > 0
        ? { count: counted.consumedPoints, msLeft: counted.msBeforeNext }
        : null;
    },
  };
}
