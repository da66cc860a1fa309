import type { Logger } from '@doctorpy/service-kit/logging';
import { createRevocationReader, revocationKeys } from '@doctorpy/service-kit/revocation';
import type { Redis } from 'ioredis';
import { CURRENT_FOR_MS, type RevocationList } from './list.js';

/** What following the index needs. */
export interface FollowOptions {
  readonly list: RevocationList;
  readonly redis: Redis;
  /** Something was revoked, or the list became current again. */
  readonly onChange: () => void;
  /** The list has just stopped being current. */
  readonly onLost: () => void;
  readonly log: Logger;
}

/** Keeps a list equal to the index. */
export interface RevocationFollower {
  /** Resolves after the first look at the index, whether or not it could be read; goes on until `stop`. */
  start(): Promise<void>;
  /**
   * Resolves at once, unless the list is out of date only because this process stood still: then after the look that
   * follows. Requests that came meanwhile need not be refused for it.
   */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Pause between two looks at the index; announcements make it shorter. */
const POLL_MS = 2000;
/** The same while it cannot be read. */
const RETRY_MS = 500;
/** A timer that fires so much too late tells that this process stood still. */
const LATE_MS = 1000;

/**
 * Reads what was added to the index every 2 seconds, and at once when something is announced. An announcement only
 * says that there is news, so that one that is lost, repeated or late changes nothing. After a failed look, or when the
 * index was rebuilt, everything is read again.
 */
export function followRevocations({ list, redis, onChange, onLost, log }: FollowOptions): RevocationFollower {
  const reader = createRevocationReader(redis);
  let subscriber: Redis | null = null;
  let position: { epoch: string; cursor: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lossTimer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let isNews = false;
  let isStopped = false;
  let isLost = true;

  async function look(): Promise<void> {
    clearTimeout(timer);
    let pause = POLL_MS;
    try {
      do {
        isNews = false;
        await read();
      } while (isNews && !isStopped);
    } catch (error) {
      if (position) log.warn({ err: error }, 'revocations.unreadable');
      position = null;
      pause = RETRY_MS;
    }
    looking = null;
    if (!isStopped) timer = setTimeout(poke, pause);
  }

  async function read(): Promise<void> {
    const readAt = performance.now();
    let page = await reader.readSince(position?.cursor ?? 0);
    const isWhole = page.epoch !== position?.epoch;
    if (isWhole && position) page = await reader.readSince(0);
    list.take(page, readAt, isWhole);
    position = { epoch: page.epoch, cursor: page.cursor };
    if (isWhole) log.info({ entries: page.entries.length }, 'revocations.loaded');
    if (isStopped) return;
    expectLoss(readAt + CURRENT_FOR_MS);
    const wasLost = isLost;
    // A look that took too long has not made the list current.
    isLost = !list.isCurrent();
    if (isWhole || wasLost || page.entries.length > 0) onChange();
  }

  function expectLoss(dueAt: number): void {
    clearTimeout(lossTimer);
    lossTimer = setTimeout(() => loseUnlessLate(dueAt), dueAt - performance.now() + 1);
  }

  /** When this process itself stood still, the index was not asked: it is, before sockets are closed for it. */
  function loseUnlessLate(dueAt: number): void {
    const now = performance.now();
    if (isStopped) return;
    // Timers count from when the loop last looked at the clock, so that one can fire before the time it was set for.
    if (list.isCurrent()) {
      expectLoss(dueAt);
      return;
    }
    if (now - dueAt > LATE_MS) {
      expectLoss(now + LATE_MS);
      poke();
      return;
    }
    isLost = true;
    log.error({}, 'revocations.lost');
    onLost();
  }

  function poke(): void {
    if (isStopped) return;
    isNews = true;
    looking ??= look();
  }

  function listen(): Redis {
    const connection = redis.duplicate({ lazyConnect: false, autoResubscribe: false });
    connection.on('error', (err: Error) => log.warn({ err: { message: err.message } }, 'revocations.redis_error'));
    connection.on('message', poke);
    connection.on('ready', () => {
      // What was announced before the subscription, or while it was interrupted, is found by looking.
      connection.subscribe(revocationKeys.channel).then(poke, (err: unknown) => {
        if (!isStopped) log.warn({ err }, 'revocations.subscribe_failed');
      });
    });
    return connection;
  }

  return {
    async start() {
      subscriber = listen();
      looking ??= look();
      await looking;
    },
    async settled() {
      if (list.isCurrent() || isLost || isStopped) return;
      poke();
      await looking;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(lossTimer);
      subscriber?.disconnect();
      await looking;
      clearTimeout(timer);
    },
  };
}
