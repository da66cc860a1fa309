import { type Connection, type Model, Schema } from 'mongoose';

/** One person who uses the assistant. It is written with everything that is kept about them, and so collides with their leaving. */
export interface AskerRecord {
  /** The user's id. */
  _id: string;
  /** How often something about them was kept. */
  touches: number;
  /** When the account was deleted: the record is all that is left, so that what comes late brings nothing back. */
  leftAt: Date | null;
  /** When the record of somebody who left disappears. */
  removeAt: Date | null;
}

/** How long it is remembered that somebody left: well beyond the retention of events. */
export const LEFT_KEPT_DAYS = 30;

const schema = new Schema<AskerRecord>(
  {
    _id: { type: String, required: true },
    touches: { type: Number, default: 0 },
    leftAt: { type: Date, default: null },
    removeAt: { type: Date, default: null },
  },
  { collection: 'askers', versionKey: false, autoIndex: false },
);
schema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });

/** The askers collection of a connection. */
export const askerModel = (connection: Connection): Model<AskerRecord> =>
  connection.model<AskerRecord>('Asker', schema);
