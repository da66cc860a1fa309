import { type Connection, type Model, Schema } from 'mongoose';

/** That an author dealt with a question which nothing answered. The question itself is nowhere but in its answers. */
export interface GapMarkRecord {
  /** The key of the question. */
  _id: string;
  dealtWithAt: Date;
}

const schema = new Schema<GapMarkRecord>(
  { _id: { type: String, required: true }, dealtWithAt: { type: Date, required: true } },
  { collection: 'gap_marks', versionKey: false, autoIndex: false },
);

/** The gap_marks collection of a connection. */
export const gapMarkModel = (connection: Connection): Model<GapMarkRecord> =>
  connection.model<GapMarkRecord>('GapMark', schema);
