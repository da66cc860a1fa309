import type { ClientSession, Connection } from 'mongoose';
import { insertRecords } from '../mongo/index.js';
import { type EventName, type EventPayload, eventCatalogue, type Producer } from './catalogue.js';
import { createEvent, type EventEnvelope, type EventOrigin, type EventStamp } from './envelope.js';
import { type OutboxRecord, outboxModel } from './outbox.model.js';

/** Where a service writes its events. */
export interface Outbox {
  /**
   * Writes an event inside the caller's transaction: it exists exactly if that transaction commits, and a relay then
   * delivers it. Nudge `relay.flush()` after the commit to have it delivered at once.
   * Throws when the payload does not fit the catalogue.
   */
  append<N extends EventName>(
    session: ClientSession,
    name: N,
    payload: EventPayload<N>,
    origin: EventOrigin,
  ): Promise<EventEnvelope<N>>;
  /** Writes several events of one origin at once, in this order. As `append` otherwise. */
  appendAll(session: ClientSession, events: readonly NewEvent[], origin: EventOrigin): Promise<EventEnvelope[]>;
  /**
   * Writes events of facts that happened before, each with its own id and origin, at once. An id can be written once, so
   * that no fact is told twice while its event is kept (`retentionDays.outbox`). As `append` otherwise.
   */
  appendLate(session: ClientSession, events: readonly LateEvent[]): Promise<EventEnvelope[]>;
  /** Those of these ids under which an event was written, as the transaction sees them. */
  written(session: ClientSession, ids: readonly string[]): Promise<string[]>;
}

/** An event of a fact that happened before. */
export type LateEvent<N extends EventName = EventName> = NewEvent<N> & EventStamp & { origin: EventOrigin };

/** An event that is still to be written. */
export type NewEvent<N extends EventName = EventName> = { [K in N]: { name: K; payload: EventPayload<K> } }[N];

/** The outbox of one producer, in its own database. */
export function createOutbox({ connection, producer }: { connection: Connection; producer: Producer }): Outbox {
  const outbox = outboxModel(connection);

  function newEvent<N extends EventName>(
    name: N,
    payload: EventPayload<N>,
    origin: EventOrigin,
    stamp?: EventStamp,
  ): EventEnvelope<N> {
    const definition = eventCatalogue[name];
    if (definition.producer !== producer) throw new Error(`${name} is written by ${definition.producer}`);
    if (definition.delivery !== 'durable') throw new Error(`${name} is a live event: it never enters an outbox`);
    return createEvent(name, payload, origin, stamp);
  }

  async function write(session: ClientSession, events: readonly EventEnvelope[]): Promise<void> {
    const names = events.map(({ name }) => name).join(', ');
    // Without a transaction the event could exist without the fact it tells, or the other way round.
    if (!session.inTransaction()) throw new Error(`${names} was appended outside a transaction`);
    const fresh = { publishedAt: null, position: null, announced: false };
    const records: OutboxRecord[] = events.map(({ id, ...fields }) => ({ _id: id, producer, ...fields, ...fresh }));
    // Each has just been checked against the catalogue.
    await insertRecords(session, outbox, records);
  }

  return {
    async append(session, name, payload, origin) {
      const event = newEvent(name, payload, origin);
      await write(session, [event]);
      return event;
    },

    async appendAll(session, news, origin) {
      const events = news.map(({ name, payload }) => newEvent(name, payload, origin));
      if (events.length > 0) await write(session, events);
      return events;
    },

    async appendLate(session, late) {
      const events = late.map(({ name, payload, origin, ...stamp }) => newEvent(name, payload, origin, stamp));
      if (events.length > 0) await write(session, events);
      return events;
    },

    async written(session, ids) {
      const found = await outbox
        .find({ _id: { $in: [...ids] } }, { _id: 1 })
        .session(session)
        .lean();
      return found.map(({ _id }) => _id);
    },
  };
}
