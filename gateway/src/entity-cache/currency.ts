import {
  createLiveListener,
  type EventEnvelope,
  type EventName,
  type LiveHandlers,
} from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { EntityCacheMetrics } from './metrics.js';
import type { EntityStore } from './store.js';
import { type Subject, subjectsOfEvents } from './subjects.js';

/** Keeps what is kept from growing stale. */
export interface Currency {
  /** Whether every change is being heard of: only then may anything be read or kept. */
  isCurrent(): boolean;
  /** Forgets what has just changed. Never rejects: what could not be forgotten makes everything doubtful until it is. */
  changed(subjects: readonly Subject[], cause: 'event' | 'mutation'): Promise<void>;
  /** Resolves at once; listens from the moment Redis allows it. */
  start(): void;
  stop(): Promise<void>;
}

/** What it needs. */
export interface CurrencyOptions {
  readonly redis: Redis;
  readonly store: EntityStore;
  readonly metrics: EntityCacheMetrics;
  readonly log: Logger;
}

/** Pause between two attempts to forget everything, in milliseconds. */
const RETRY_MS = 500;

/**
 * Hears of changes through Redis. After every time in which it could not hear, and before the first, everything is
 * forgotten; until that is done nothing is current.
 */
export function createCurrency({ redis, store, metrics, log }: CurrencyOptions): Currency {
  let isListening = false;
  /** Everything must be forgotten: counts the reasons, so that one that comes meanwhile is not overlooked. */
  let doubts = 1;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isSettling = false;

  function doubt(): void {
    const isNew = doubts === 0;
    doubts += 1;
    if (isNew) void settle();
  }

  async function settle(): Promise<void> {
    // Two at a time would each take away the doubts of the other.
    if (isSettling) return;
    isSettling = true;
    clearTimeout(timer);
    try {
      while (isListening && !isStopped && doubts > 0) {
        const settled = doubts;
        await store.forgetAll();
        metrics.forgotten.inc({ cause: 'gap' });
        doubts -= settled;
        if (doubts === 0) log.info({}, 'entity_cache.current');
      }
    } catch (error) {
      log.debug({ err: error }, 'entity_cache.redis_unreachable');
      timer = setTimeout(() => void settle(), RETRY_MS).unref();
    } finally {
      isSettling = false;
    }
  }

  const changed: Currency['changed'] = async (subjects, cause) => {
    if (subjects.length === 0 || isStopped) return;
    try {
      await store.forget(subjects);
      metrics.forgotten.inc({ cause });
    } catch (error) {
      log.warn({ err: error }, 'entity_cache.not_forgotten');
      doubt();
    }
  };

  const listener = createLiveListener({
    redis,
    handlers: handlersOf((subjects) => changed(subjects, 'event')),
    onLost: () => {
      isListening = false;
      doubts += 1;
    },
    onGap: () => {
      isListening = true;
      doubts += 1;
      void settle();
    },
    log,
  });

  return {
    isCurrent: () => isListening && doubts === 0,
    changed,
    start() {
      listener.start().then(
        () => {
          isListening = true;
          void settle();
        },
        (error: unknown) => log.warn({ err: error }, 'entity_cache.not_listening'),
      );
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await listener.stop();
    },
  };
}

/** A handler for each event that tells of a change. */
function handlersOf(changed: (subjects: readonly Subject[]) => Promise<void>): LiveHandlers {
  const hear = <N extends EventName>({ name, payload }: EventEnvelope<N>) =>
    changed(subjectsOfEvents[name]?.(payload) ?? []);
  const handlers: LiveHandlers = {};
  for (const [name, subjects] of Object.entries(subjectsOfEvents))
    if (subjects) Object.assign(handlers, { [name]: hear });
  return handlers;
}
