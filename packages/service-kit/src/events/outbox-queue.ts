import type { Connection } from 'mongoose';
import type { Producer } from './catalogue.js';
import { type OutboxRecord, outboxModel } from './outbox.model.js';
import type { Placed } from './stream-writer.js';

/** An event on its way out: its name, its JSON text, and whether live listeners heard of it before. */
export interface Outgoing {
  id: string;
  name: string;
  json: string;
  announced: boolean;
}

/** The relay's view of the outbox. */
export interface OutboxQueue {
  /** The oldest waiting events, oldest first. */
  pending(limit: number): Promise<Outgoing[]>;
  /** The published event that lies last in the stream; null when there is none. */
  tail(): Promise<Placed | null>;
  /** Published events from the last of the stream backwards. */
  publishedBackwards(limit: number): Promise<Placed[]>;
  /** Remembers where events were written. */
  markPublished(placed: readonly Placed[]): Promise<void>;
  /** Puts published events back among the waiting ones, unless they moved in the meantime. */
  markPending(placed: readonly Placed[]): Promise<void>;
}

/**
 * The queue of one producer. What waits is found by its mark, never by "newer than the last one": of two transactions
 * the one with the older event id may commit later, and a moving checkpoint would skip it.
 */
export function createOutboxQueue(deps: { connection: Connection; producer: Producer }): OutboxQueue {
  const records = outboxModel(deps.connection);
  const { producer } = deps;

  async function publishedBackwards(limit: number): Promise<Placed[]> {
    const found = await records
      .find({ producer, 'position.ms': { $gt: 0 } }, { position: 1 })
      .sort({ 'position.ms': -1, 'position.seq': -1 })
      .limit(limit)
      .lean();
    return found.flatMap(({ _id, position }) => (position ? [{ id: _id, position }] : []));
  }

  return {
    async pending(limit) {
      const found = await records.find({ producer, publishedAt: null }).sort({ _id: 1 }).limit(limit).lean();
      return found.map(outgoing);
    },
    async tail() {
      const [last] = await publishedBackwards(1);
      return last ?? null;
    },
    publishedBackwards,
    async markPublished(placed) {
      const publishedAt = new Date();
      await records.bulkWrite(
        placed.map(({ id, position }) => ({
          updateOne: { filter: { _id: id }, update: { $set: { publishedAt, position, announced: true } } },
        })),
      );
    },
    async markPending(placed) {
      await records.bulkWrite(
        placed.map(({ id, position }) => ({
          updateOne: {
            filter: { _id: id, 'position.ms': position.ms, 'position.seq': position.seq },
            update: { $set: { publishedAt: null, position: null } },
          },
        })),
      );
    },
  };
}

function outgoing(record: OutboxRecord): Outgoing {
  const { _id: id, name, version, occurredAt, actorId, requestId, traceparent, payload, announced } = record;
  const json = JSON.stringify({ id, name, version, occurredAt, actorId, requestId, traceparent, payload });
  return { id, name, json, announced };
}
