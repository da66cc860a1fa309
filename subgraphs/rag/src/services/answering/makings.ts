import { randomUUID } from 'node:crypto';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { makerKey, type Place } from './answer-cache.js';

/** The right to make the answer of a place, kept up until it is ended. */
export interface Making {
  /** Proves it to the cache; null when Redis could not be asked, and others may be making the same. */
  token: string | null;
  /** To be called whatever came of it: those who wait look again. */
  end(): Promise<void>;
}

/** Has one replica at a time make the answer of a place, while the others wait. */
export interface Makings {
  /**
   * Takes on a place, or waits until whoever has it ends, or gives no sign of life any more.
   * @returns null after waiting: look in the cache, then try again
   * @throws the signal's reason when aborted while waiting
   */
  take(place: Place, signal: AbortSignal): Promise<Making | null>;
  /** Wakes all who wait. */
  stop(): void;
}

/** Milliseconds after its last sign of life at which a maker counts as dead. */
const usualLease = 5000;

/**
 * Creates Makings over Redis. A maker's right is a key that expires; a message tells of each renewal and of the end, so that
 * who waits asks Redis nothing. It listens on a connection of its own, opened when first needed.
 */
export function createMakings(deps: { redis: Redis; log: Logger; leaseMs?: number }): Makings {
  const { redis, log, leaseMs = usualLease } = deps;
  const listening = new Map<string, Set<(sign: string) => void>>();
  let subscriber: Redis | null = null;

  return {
    async take(place, signal) {
      signal.throwIfAborted();
      const making = await claim(place);
      if (making) return making;
      const wait = listenTo(place);
      try {
        await Promise.race([wait.ready, aborted(signal)]);
        // It may have ended before anybody listened.
        return (await claim(place)) ?? (await wait.untilEnded(signal));
      } finally {
        wait.stop();
      }
    },
    stop() {
      subscriber?.disconnect();
      subscriber = null;
      wakeAll();
    },
  };

  async function claim(place: Place): Promise<Making | null> {
    const token = randomUUID();
    const key = makerKey(place);
    try {
      if ((await redis.set(key, token, 'PX', leaseMs, 'NX')) !== 'OK') return null;
    } catch (err) {
      log.warn({ err }, 'making.claim_failed');
      return { token: null, end: async () => undefined };
    }
    const timer = setInterval(() => void tell(renew, key, token), leaseMs / 3);
    // The end of a process is no reason to live on: its right expires.
    timer.unref();
    return {
      token,
      async end() {
        clearInterval(timer);
        await tell(release, key, token);
      },
    };
  }

  async function tell(script: string, key: string, token: string): Promise<void> {
    try {
      await redis.eval(script, 1, key, token, leaseMs);
    } catch (err) {
      log.warn({ err }, 'making.tell_failed');
    }
  }

  function listenTo(place: Place) {
    const channel = makerKey(place);
    let ended = false;
    let wake = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    const hear = (sign: string) => {
      clearTimeout(timer);
      if (sign === 'alive') timer = setTimeout(() => hear('silent'), leaseMs);
      else {
        ended = true;
        wake();
      }
    };
    const listeners = listening.get(channel) ?? new Set();
    listeners.add(hear);
    listening.set(channel, listeners);
    return {
      ready: connection()
        .subscribe(channel)
        .catch((err: unknown) => {
          log.warn({ err }, 'making.listen_failed');
          hear('lost');
        }),
      untilEnded(signal: AbortSignal): Promise<null> {
        if (!ended) hear('alive');
        return Promise.race([
          new Promise<null>((resolve) => {
            wake = () => resolve(null);
            if (ended) wake();
          }),
          aborted(signal),
        ]);
      },
      stop() {
        clearTimeout(timer);
        listeners.delete(hear);
        if (listeners.size > 0 || listening.get(channel) !== listeners) return;
        listening.delete(channel);
        subscriber?.unsubscribe(channel).catch(() => undefined);
      },
    };
  }

  function connection(): Redis {
    if (subscriber) return subscriber;
    subscriber = redis.duplicate({
      enableOfflineQueue: true,
      maxRetriesPerRequest: 1,
      lazyConnect: false,
      socketTimeout: undefined,
    });
    subscriber.on('error', (err: Error) => log.warn({ err: { message: err.message } }, 'making.redis_error'));
    subscriber.on('message', (channel: string, sign: string) => {
      for (const hear of listening.get(channel) ?? []) hear(sign);
    });
    // What was said meanwhile was missed.
    subscriber.on('close', wakeAll);
    return subscriber;
  }

  function wakeAll(): void {
    for (const listeners of listening.values()) for (const hear of listeners) hear('lost');
  }
}

const renew = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('PUBLISH', KEYS[1], 'alive')
`;

const release = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return redis.call('PUBLISH', KEYS[1], 'ended')
`;

/** Rejects when the signal is aborted, and never resolves. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
