import { type Connection, type Model, Schema } from 'mongoose';

/** The one record (`_id: 'passages'`) that counts changes of the passages; replicas compare it with what they hold. */
export interface IndexStateRecord {
  _id: 'passages';
  version: number;
}

const schema = new Schema<IndexStateRecord>(
  { _id: { type: String, required: true }, version: { type: Number, required: true } },
  { collection: 'index_state', versionKey: false, autoIndex: false },
);

/** The index_state collection of a connection. */
export const indexStateModel = (connection: Connection): Model<IndexStateRecord> =>
  connection.model<IndexStateRecord>('IndexState', schema);
