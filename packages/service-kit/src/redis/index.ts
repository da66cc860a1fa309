import { Redis } from 'ioredis';
import type { Logger } from 'pino';

export { sendTogether } from './together.js';

/** A connection to Redis. */
export interface RedisOptions {
  readonly url: string;
  /** Shown by CLIENT LIST and in logs. */
  readonly name: string;
  readonly log: Logger;
  /**
   * `commands` (default): a command fails at once while the server is away, so that callers can fall back.
   * `subscriber`: commands wait for the reconnection, and subscriptions are made again by themselves.
   */
  readonly role?: 'commands' | 'subscriber';
}

/** Longest pause between two attempts to reconnect, in milliseconds. */
const MAX_BACKOFF_MS = 2000;
/** A server that says nothing for so long after a command hangs: it is given up as if it were away, in milliseconds. */
const SILENCE_MS = 2000;

/**
 * A connection that reconnects for ever with growing pauses. One on which a command has no reply for 2 seconds is broken
 * off, so that all that follow fail at once while the server hangs. Blocking commands need a duplicate without
 * `socketTimeout`. It connects at once; await {@link redisReady} to know.
 */
export function createRedis({ url, name, log, role = 'commands' }: RedisOptions): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    enableOfflineQueue: role === 'subscriber',
    maxRetriesPerRequest: role === 'subscriber' ? null : 1,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), MAX_BACKOFF_MS),
    ...(role === 'commands' && { commandTimeout: SILENCE_MS, socketTimeout: SILENCE_MS }),
  });
  redis.on('error', (err: Error) => log.warn({ err: { message: err.message }, connection: name }, 'redis.error'));
  redis.on('ready', () => log.debug({ connection: name }, 'redis.ready'));
  return redis;
}

/**
 * Resolves once the connection can take commands.
 * @throws Error when it does not within `timeoutMs`
 */
export async function redisReady(redis: Redis, timeoutMs = 10_000): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off('ready', done);
      reject(new Error(`Redis did not answer within ${timeoutMs} ms: check REDIS_URL and that the server runs.`));
    }, timeoutMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', done);
  });
}
