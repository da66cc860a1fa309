import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Subject, stampKey } from './keys.js';
import { endScript, issueScript, markScript, versionField } from './scripts.js';

/**
 * Says by one read of Redis whether what quest said of a learner is still what it would say. Quest gives its word under a
 * stamp, and whoever remembers the word may rely on it while that very stamp stands. The races are argued in decision 0052.
 */
export interface Stamps {
  /**
   * Does work that may change what quest says of a subject. Its transaction calls `mark` as its last step, each time it is
   * tried, if it changed anything: from then on no word is relied on, until the transaction is known to be committed. When
   * the work fails the mark stays until it is too old, since nobody knows what became of the commit.
   */
  change<T>(subject: Subject, work: (mark: Mark) => Promise<T>): Promise<T>;
  /** Notes a change whose end is not told, being part of a transaction of somebody else's: no word is relied on till it is too old. */
  mark(subject: Subject): Promise<boolean>;
  /**
   * For quest, to be called before it reads the records that its word is made of: the stamp to give the word under. Null
   * when the word must not be remembered: a change is under way, or Redis is away.
   */
  issue(userId: string): Promise<string | null>;
  /** The stamp that stands. Null when no word may be relied on. One round trip. */
  current(userId: string): Promise<string | null>;
  /** Calls `listener` whenever the connection to Redis is lost: the stamps that stand afterwards may be older ones. */
  onLost(listener: () => void): void;
  /** Ends every word about the subject. @throws Error when Redis cannot be asked */
  renew(subject: Subject): Promise<void>;
}

/**
 * Notes that a change is under way. False when Redis could not be told: then others may go on relying on what quest said before,
 * until the event of the change comes or their memory ends.
 */
export type Mark = () => Promise<boolean>;

/** How long what is kept in Redis lives there. */
export interface StampLives {
  /**
   * Seconds after which a change that is marked counts as dead. Longer than Mongo lets a transaction live, which is 60 s
   * (`transactionLifetimeLimitSeconds`) and half of that again until it looks.
   */
  changeSeconds: number;
  /** Seconds without any use after which a stamp is forgotten; more than `changeSeconds`. */
  stampSeconds: number;
}

const usualLives: StampLives = { changeSeconds: 300, stampSeconds: 900 };

/** Creates Stamps. @param deps.redis whose commands fail at once while Redis is away */
export function createStamps({
  redis,
  log,
  lives = usualLives,
}: {
  redis: Redis;
  log: Logger;
  lives?: StampLives;
}): Stamps {
  const keptMs = lives.stampSeconds * 1000;

  return {
    async change(subject, work) {
      const change = randomUUID();
      let isMarked = false;
      const result = await work(async () => {
        isMarked = true;
        return note(subject, change);
      });
      // Nobody waits for it: until it is done others ask quest.
      if (isMarked) void end(subject, change).catch((err: unknown) => log.warn({ err }, 'standing.end_failed'));
      return result;
    },

    mark: (subject) => note(subject, randomUUID()),

    async issue(userId) {
      const keys = keysOf(userId);
      try {
        const versions = await redis.eval(issueScript, keys.length, ...keys, randomUUID(), keptMs, lives.changeSeconds);
        return Array.isArray(versions) && versions.length === keys.length ? versions.join(' ') : null;
      } catch (err) {
        log.warn({ err }, 'standing.issue_failed');
        return null;
      }
    },

    async current(userId) {
      try {
        const read = redis.pipeline();
        for (const key of keysOf(userId)) read.hgetall(key);
        const versions = ((await read.exec()) ?? []).map(([error, hash]) => (error ? null : versionIn(hash)));
        return versions.length > 0 && versions.every((version) => version !== null) ? versions.join(' ') : null;
      } catch (err) {
        log.warn({ err }, 'standing.read_failed');
        return null;
      }
    },

    onLost(listener) {
      redis.on('close', listener);
    },

    renew: (subject) => end(subject, 'none'),
  };

  async function note(subject: Subject, change: string): Promise<boolean> {
    try {
      await redis.eval(markScript, 1, stampKey(subject), change, keptMs);
      return true;
    } catch (err) {
      log.warn({ err }, 'standing.mark_failed');
      return false;
    }
  }

  async function end(subject: Subject, change: string): Promise<void> {
    await redis.eval(endScript, 1, stampKey(subject), change, keptMs, randomUUID());
  }
}

function keysOf(userId: string): string[] {
  return [stampKey({ userId }), stampKey('everybody')];
}

/** The version in a hash that holds nothing else. */
function versionIn(hash: unknown): string | null {
  if (typeof hash !== 'object' || hash === null) return null;
  const fields = Object.entries(hash);
  const [field] = fields;
  return fields.length === 1 && field?.[0] === versionField ? String(field[1]) : null;
}
