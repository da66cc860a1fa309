import type { ClientSession, Connection } from 'mongoose';
import { insertWhole } from '../mongo/index.js';
import { type EventName, type EventPayload, eventCatalogue, type Producer } from './catalogue.js';
import { createEvent, type EventEnvelope, type EventOrigin } from './envelope.js';
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
}

/** The outbox of one producer, in its own database. */
export function createOutbox({ connection, producer }: { connection: Connection; producer: Producer }): Outbox {
  const records = outboxModel(connection);
  return {
    async append(session, name, payload, origin) {
      const definition = eventCatalogue[name];
      if (definition.producer !== producer) throw new Error(`${name} is written by ${definition.producer}`);
      if (definition.delivery !== 'durable') throw new Error(`${name} is a live event: it never enters an outbox`);
      // Without a transaction the event could exist without the fact it tells, or the other way round.
      if (!session.inTransaction()) throw new Error(`${name} was appended outside a transaction`);
      const event = createEvent(name, payload, origin);
      const { id, ...fields } = event;
      const record: OutboxRecord = {
        _id: id,
        producer,
        ...fields,
        publishedAt: null,
        position: null,
        announced: false,
      };
      await insertWhole(records, record, session);
      return event;
    },
  };
}
