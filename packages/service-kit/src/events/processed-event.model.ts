import { type Connection, type Model, Schema } from 'mongoose';
import { DAY_MS, retentionDays } from './retention.js';

/** The proof that a consumer group has had the effect of an event, written in the transaction of that effect. */
export interface ProcessedEventRecord {
  group: string;
  eventId: string;
  processedAt: Date;
}

/** The processed events of a service's database. */
export const processedEventModel = (connection: Connection): Model<ProcessedEventRecord> =>
  connection.models.ProcessedEvent ??
  connection.model<ProcessedEventRecord>('ProcessedEvent', schema, 'processed_events');

const schema = new Schema<ProcessedEventRecord>(
  {
    group: { type: String, required: true },
    eventId: { type: String, required: true },
    processedAt: { type: Date, required: true },
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ group: 1, eventId: 1 }, { unique: true });
schema.index({ processedAt: 1 }, { expireAfterSeconds: (retentionDays.processed * DAY_MS) / 1000 });
