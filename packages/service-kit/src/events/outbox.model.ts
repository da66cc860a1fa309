import { type Connection, type Model, Schema } from 'mongoose';
import type { Producer } from './catalogue.js';
import { DAY_MS, retentionDays } from './retention.js';

/** Where an entry lies in its Redis stream: the two halves of the entry id `ms-seq`. */
export interface StreamPosition {
  ms: number;
  seq: number;
}

/** An event waiting for, or after, its way into the stream. `publishedAt` and `position` are null while it waits. */
export interface OutboxRecord {
  /** The event id. */
  _id: string;
  producer: Producer;
  name: string;
  version: number;
  occurredAt: string;
  actorId: string | null;
  requestId: string | null;
  traceparent: string | null;
  payload: Record<string, unknown>;
  publishedAt: Date | null;
  position: StreamPosition | null;
  /** Was it announced to live listeners? An event restored to a stream is not news. */
  announced: boolean;
}

/** The outbox collection of a service's database. */
export const outboxModel = (connection: Connection): Model<OutboxRecord> =>
  connection.models.Outbox ?? connection.model<OutboxRecord>('Outbox', schema, 'outbox');

const schema = new Schema<OutboxRecord>(
  {
    _id: { type: String, required: true },
    producer: { type: String, required: true },
    name: { type: String, required: true },
    version: { type: Number, required: true },
    occurredAt: { type: String, required: true },
    actorId: { type: String, default: null },
    requestId: { type: String, default: null },
    traceparent: { type: String, default: null },
    payload: { type: Schema.Types.Mixed, required: true },
    publishedAt: { type: Date, default: null },
    position: { type: new Schema<StreamPosition>({ ms: Number, seq: Number }, { _id: false }), default: null },
    announced: { type: Boolean, default: false },
  },
  { versionKey: false, minimize: false, autoIndex: false, autoCreate: false },
);
schema.index({ publishedAt: 1 }, { expireAfterSeconds: (retentionDays.outbox * DAY_MS) / 1000 });
schema.index({ producer: 1, publishedAt: 1, _id: 1 });
schema.index({ producer: 1, 'position.ms': -1, 'position.seq': -1 });
