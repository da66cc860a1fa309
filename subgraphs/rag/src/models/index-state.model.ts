import { type Connection, type Model, Schema } from 'mongoose';

/** The one record (`_id: 'passages'`) that counts changes of the passages; replicas compare it with what they hold. */
export interface IndexStateRecord {
  _id: 'passages';
  /** Of those that anybody may find: cached answers belong to one. */
  version: number;
  /** The same for explanations of answers, which change no answer but those that quote them. */
  explanations?: number;
}

const schema = new Schema<IndexStateRecord>(
  { _id: { type: String, required: true }, version: { type: Number, required: true }, explanations: { type: Number } },
  { collection: 'index_state', versionKey: false, autoIndex: false },
);

/** The index_state collection of a connection. */
export const indexStateModel = (connection: Connection): Model<IndexStateRecord> =>
  connection.model<IndexStateRecord>('IndexState', schema);
