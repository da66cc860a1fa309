import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type EventName, type EventPayload, eventCatalogue, isEventName } from './catalogue.js';
import { createEvent, type EventEnvelope, type EventOrigin, parseEvent } from './envelope.js';
import { liveChannel } from './keys.js';

/** What to do with live events, by name. A handler that throws is logged and costs nobody else anything. */
export type LiveHandlers = { [N in EventName]?: (event: EventEnvelope<N>) => void | Promise<void> };

/** Hears events as they happen: at most once, nothing of what happened while it was away. */
export interface LiveListener {
  /** Resolves when Redis has confirmed the subscription: every event published from then on is heard. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Publishes a `live` event to whoever listens now. Rejects when Redis is away. */
export async function publishLive<N extends EventName>(
  redis: Redis,
  name: N,
  payload: EventPayload<N>,
  origin: EventOrigin,
): Promise<EventEnvelope<N>> {
  // A durable event published past its outbox would be news of something that may never have been committed.
  if (eventCatalogue[name].delivery !== 'live') throw new Error(`${name} is a durable event: append it to the outbox`);
  const event = createEvent(name, payload, origin);
  await redis.publish(liveChannel(name), JSON.stringify(event));
  return event;
}

/**
 * A listener on a connection of its own, which subscribes again after every reconnect. `onGap` is called then: what
 * was published in between was missed, so whoever keeps state should read it afresh. `onLost` is called when the
 * connection is found broken.
 */
export function createLiveListener(deps: {
  redis: Redis;
  handlers: LiveHandlers;
  log: Logger;
  onGap?: () => void;
  onLost?: () => void;
}): LiveListener {
  const { redis, handlers, log, onGap, onLost } = deps;
  const channels = Object.keys(handlers).filter(isEventName).map(liveChannel);
  let subscriber: Redis | null = null;

  function hear(text: string): void {
    const parsed = parseEvent(text);
    if (parsed.kind !== 'known') {
      log.warn({ kind: parsed.kind }, 'live_event.unreadable');
      return;
    }
    const { event } = parsed;
    dispatch(handlers, event).catch((error: unknown) =>
      log.error(
        { err: error, eventId: event.id, eventName: event.name, requestId: event.requestId },
        'live_event.failed',
      ),
    );
  }

  return {
    async start() {
      subscriber = redis.duplicate({
        enableOfflineQueue: true,
        maxRetriesPerRequest: null,
        autoResubscribe: false,
        lazyConnect: false,
        // To subscribe may take as long as it takes: given up, it would never be tried again.
        commandTimeout: undefined,
      });
      const connection = subscriber;
      connection.on('error', (error: Error) => log.warn({ err: error }, 'live_listener.redis_error'));
      connection.on('close', () => onLost?.());
      connection.on('message', (_channel: string, text: string) => hear(text));
      await connection.subscribe(...channels);
      connection.on('ready', () => {
        connection.subscribe(...channels).then(
          () => onGap?.(),
          (error: unknown) => log.warn({ err: error }, 'live_listener.resubscribe_failed'),
        );
      });
    },
    async stop() {
      subscriber?.disconnect();
      subscriber = null;
    },
  };
}

async function dispatch<N extends EventName>(handlers: LiveHandlers, event: EventEnvelope<N>): Promise<void> {
  await handlers[event.name]?.(event);
}
