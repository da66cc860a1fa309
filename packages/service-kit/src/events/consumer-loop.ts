import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import type { Logger } from 'pino';
import { isMongoAway } from '../mongo/index.js';
import type { EventName } from './catalogue.js';
import type { EventHandlers } from './consumer.js';
import type { EffectRunner } from './effect.js';
import { type EventEnvelope, parseEvent } from './envelope.js';
import type { Entry, GroupStream } from './group-stream.js';
import { DAY_MS } from './retention.js';

/** Handles the entries of one stream, one at a time, until the signal aborts. `run` never rejects. */
export interface ConsumerLoop {
  run(stopping: AbortSignal): Promise<void>;
}

/** What the loop needs; the numbers are those of `ConsumerOptions`. */
export interface ConsumerLoopDeps {
  stream: GroupStream;
  effects: EffectRunner;
  handlers: EventHandlers;
  log: Logger;
  maxAttempts: number;
  idleMs: number;
}

const RETRY_MS = { first: 50, longest: 2_000 } as const;

/** The loop: abandoned entries first, then the next new one. */
export function createConsumerLoop(deps: ConsumerLoopDeps): ConsumerLoop {
  const { stream, effects, handlers, log, maxAttempts, idleMs } = deps;
  let claimDue = 0;

  async function step(stopping: AbortSignal): Promise<void> {
    if (Date.now() >= claimDue) {
      for (const entry of await stream.claim(idleMs)) {
        if (stopping.aborted) return;
        await handle(entry, stopping);
      }
      claimDue = Date.now() + idleMs / 2;
    }
    const entry = await stream.next();
    if (entry) await handle(entry, stopping);
  }

  async function handle(entry: Entry, stopping: AbortSignal): Promise<void> {
    const parsed = parseEvent(entry.json);
    if (parsed.kind === 'invalid') return bury(entry, log, `invalid: ${parsed.reason}`);
    if (parsed.kind === 'unknown') {
      log.warn({ eventId: parsed.id, eventName: parsed.name, version: parsed.version }, 'event.unknown_skipped');
      return stream.acknowledge(entry.entryId);
    }
    const { event } = parsed;
    if (!handlers[event.name]) return stream.acknowledge(entry.entryId);
    const eventLog = log.child({
      eventId: event.id,
      eventName: event.name,
      requestId: event.requestId,
      traceparent: event.traceparent,
    });
    // Before the effect, too: an event that kills the process never gets as far as its own failure.
    if ((await stream.deliveries(entry.entryId)) > maxAttempts) {
      return bury(entry, eventLog, `gave up after ${maxAttempts} deliveries`);
    }
    await attempt(entry, event, eventLog, stopping);
  }

  async function attempt(entry: Entry, event: EventEnvelope, eventLog: Logger, stopping: AbortSignal): Promise<void> {
    try {
      const outcome = await outlastMongo(stopping, eventLog, () =>
        effects.once(event.id, (session) => dispatch(handlers, event, session, eventLog)),
      );
      if (outcome === 'stopped') return;
      eventLog.debug({ outcome }, 'event.handled');
      await stream.acknowledge(entry.entryId);
    } catch (error) {
      const deliveries = await stream.deliveries(entry.entryId);
      if (deliveries >= maxAttempts) return bury(entry, eventLog, String(error), error);
      eventLog.warn({ err: error, deliveries, maxAttempts }, 'event.failed');
    }
  }

  async function bury(entry: Entry, eventLog: Logger, reason: string, error?: unknown): Promise<void> {
    await stream.bury(entry, reason);
    eventLog.error({ entryId: entry.entryId, reason, err: error }, 'event.dead_lettered');
  }

  return {
    async run(stopping) {
      let pause: number = RETRY_MS.first;
      await stream.forgetTheDead(DAY_MS).catch((error: unknown) => log.warn({ err: error }, 'consumer.group_unread'));
      while (!stopping.aborted) {
        try {
          await step(stopping);
          pause = RETRY_MS.first;
        } catch (error) {
          if (stopping.aborted) break;
          log.warn({ err: error }, 'consumer.interrupted');
          await wait(pause, stopping);
          pause = Math.min(pause * 2, RETRY_MS.longest);
        }
      }
      await stream.close().catch((error: unknown) => log.warn({ err: error }, 'consumer.close_failed'));
    },
  };
}

/** Repeats `work` while Mongo is away, until it comes back or the consumer stops. */
async function outlastMongo<T>(stopping: AbortSignal, log: Logger, work: () => Promise<T>): Promise<T | 'stopped'> {
  let pause: number = RETRY_MS.first;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isMongoAway(error)) throw error;
      log.warn({ err: error }, 'consumer.waits_for_mongo');
      await wait(pause, stopping);
      if (stopping.aborted) return 'stopped';
      pause = Math.min(pause * 2, RETRY_MS.longest);
    }
  }
}

async function dispatch<N extends EventName>(
  handlers: EventHandlers,
  event: EventEnvelope<N>,
  session: ClientSession,
  log: Logger,
): Promise<void> {
  await handlers[event.name]?.(event, session, log);
}

async function wait(ms: number, stopping: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
}
