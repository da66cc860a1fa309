import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { createRounds } from '../rounds/index.js';
import { isEventName, type Producer } from './catalogue.js';
import { liveChannel } from './keys.js';
import { createOutboxQueue, type Outgoing } from './outbox-queue.js';
import { prepareEventCollections } from './prepare.js';
import { createRelayLease } from './relay-lease.js';
import { createStreamWriter, type Placed } from './stream-writer.js';

/** Moves a producer's events from its outbox to Redis. */
export interface Relay {
  /** Prepares the collections, delivers what waits and goes on until `stop`. Rejects when Mongo cannot be reached. */
  start(): Promise<void>;
  /** Finishes the batch in hand and stops. */
  stop(): Promise<void>;
  /**
   * Delivers now instead of at the next poll; resolves when everything committed before the call was handed to Redis.
   * Never rejects: a failure is logged, and the events stay in the outbox for the next round.
   */
  flush(): Promise<void>;
}

/** What a relay needs. `pollMs` is how long an event waits at most when nobody calls `flush`. */
export interface RelayOptions {
  connection: Connection;
  redis: Redis;
  producer: Producer;
  log: Logger;
  /** @default 250 */
  pollMs?: number;
  /** About how many entries the stream keeps. @default 100000 */
  maxLength?: number;
}

const BATCH = 100;
const BUSY_RETRY_MS = 20;

/**
 * A relay. Any number of replicas may run one for the same producer: they take turns. It is a loop over three facts
 * in Mongo (what waits, what was written, where), so killing it anywhere costs at most a double in the stream.
 */
export function createRelay({ connection, redis, producer, log, ...options }: RelayOptions): Relay {
  const { pollMs = 250, maxLength = 100_000 } = options;
  const queue = createOutboxQueue({ connection, producer });
  const writer = createStreamWriter({ redis, producer, maxLength });
  const lease = createRelayLease({ connection, producer });
  const rounds = createRounds({
    round: deliver,
    pollMs,
    onFailure: (err) => log.warn({ producer, err }, 'relay.failed'),
    onRecovery: () => log.info({ producer }, 'relay.recovered'),
  });

  async function deliver(): Promise<void> {
    while (await hasWork()) {
      if (rounds.stopping.aborted) return;
      if (await lease.acquire()) {
        try {
          await drain();
        } finally {
          await lease.release();
        }
      } else {
        await delay(BUSY_RETRY_MS);
      }
    }
  }

  async function hasWork(): Promise<boolean> {
    const [waiting] = await queue.pending(1);
    if (waiting) return true;
    return (await writer.append(await queue.tail(), [])) === null;
  }

  async function drain(): Promise<void> {
    while (!rounds.stopping.aborted) {
      const tail = await queue.tail();
      const batch = await queue.pending(BATCH);
      const positions = await writer.append(tail, batch);
      if (positions === null) {
        await putBackWhatRedisLost();
      } else if (batch.length === 0) {
        return;
      } else {
        await queue.markPublished(
          batch.flatMap(({ id }, index) => {
            const position = positions[index];
            return position ? [{ id, position }] : [];
          }),
        );
        await announce(batch);
      }
      await lease.acquire();
    }
  }

  /**
   * Walks back from the last published event to the first one that is still in the stream. A stream loses its end,
   * never its middle, so everything before that one is there too. Events go back to waiting from the last to the
   * first: if this process dies halfway, the last one still marked is missing too, and the walk begins again.
   */
  async function putBackWhatRedisLost(): Promise<void> {
    let restored = 0;
    for (;;) {
      const published = await queue.publishedBackwards(BATCH);
      const present = await writer.contains(published);
      const firstPresent = present.indexOf(true);
      const lost: Placed[] = firstPresent === -1 ? published : published.slice(0, firstPresent);
      if (lost.length > 0) await queue.markPending(lost);
      restored += lost.length;
      if (firstPresent !== -1 || published.length === 0) break;
      await lease.acquire();
    }
    log.warn({ producer, events: restored }, 'relay.stream_lost_events');
  }

  /** Live listeners are told at most once, and only of news. */
  async function announce(batch: readonly Outgoing[]): Promise<void> {
    const news = batch.filter(({ announced }) => !announced);
    await Promise.all(
      news.map(({ name, json }) => (isEventName(name) ? redis.publish(liveChannel(name), json) : undefined)),
    );
  }

  return {
    async start() {
      await prepareEventCollections(connection);
      rounds.start();
    },
    stop: rounds.stop,
    flush: rounds.flush,
  };
}
