import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { ClientSession, Connection } from 'mongoose';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { type EventName, eventCatalogue, isEventName, type Producer } from './catalogue.js';
import { createConsumerLoop } from './consumer-loop.js';
import { createEffectRunner } from './effect.js';
import type { EventEnvelope } from './envelope.js';
import { createGroupStream } from './group-stream.js';
import { prepareEventCollections } from './prepare.js';

/**
 * The effect of an event. Everything it writes through `session` happens exactly once; anything else it does may
 * happen again. `log` carries the event's id, request id and trace. Throwing means "try again later".
 */
export type EventHandler<N extends EventName> = (
  event: EventEnvelope<N>,
  session: ClientSession,
  log: Logger,
) => Promise<void>;

/** The effects of a consumer, by event. Events without one are acknowledged and skipped. */
export type EventHandlers = { [N in EventName]?: EventHandler<N> };

/** Follows events on behalf of a group. */
export interface Consumer {
  /** Prepares the collections and starts reading. Rejects when Mongo cannot be reached. */
  start(): Promise<void>;
  /** Waits for the effect in hand, then stops. */
  stop(): Promise<void>;
}

/** What a consumer needs. */
export interface ConsumerOptions {
  connection: Connection;
  redis: Redis;
  /** The group's name: replicas of one service share it, each event goes to one of them. */
  group: string;
  producers: readonly Producer[];
  handlers: EventHandlers;
  log: Logger;
  /** Deliveries after which an event that keeps failing goes to the dead-letter stream. @default 5 */
  maxAttempts?: number;
  /** After how many milliseconds an unacknowledged event is tried again, by any consumer of the group. @default 30000 */
  idleMs?: number;
  /** How long one read waits for news, and so how long `stop` may take, in milliseconds. @default 500 */
  blockMs?: number;
}

/**
 * A consumer: events of one producer are handled one after the other, in the stream's order, except that an event
 * whose handler threw is tried again later while its followers go on. Events arrive at least once and have their
 * effect once. While Mongo is away the consumer waits with the event in hand instead of counting failures.
 */
export function createConsumer(options: ConsumerOptions): Consumer {
  const { connection, redis, group, producers, handlers, maxAttempts = 5, idleMs = 30_000, blockMs = 500 } = options;
  refuseUnreachable(handlers, producers);
  const log = options.log.child({ group });
  const name = `${hostname()}-${process.pid}-${uuid()}`;
  const effects = createEffectRunner({ connection, group });
  const stopping = new AbortController();
  let loops: Promise<void>[] = [];

  return {
    async start() {
      await prepareEventCollections(connection);
      loops = producers.map((producer) => {
        const stream = createGroupStream({ redis, producer, group, consumer: name, blockMs });
        return createConsumerLoop({ stream, effects, handlers, log, maxAttempts, idleMs }).run(stopping.signal);
      });
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** A handler for an event nobody reads would wait for ever, silently. */
function refuseUnreachable(handlers: EventHandlers, producers: readonly Producer[]): void {
  for (const name of Object.keys(handlers)) {
    if (!isEventName(name)) throw new Error(`${name} is not in the event catalogue`);
    const { producer, delivery } = eventCatalogue[name];
    if (delivery !== 'durable') throw new Error(`${name} is a live event: listen with createLiveListener`);
    if (!producers.includes(producer)) throw new Error(`${name} is written by ${producer}, which is not followed`);
  }
}
