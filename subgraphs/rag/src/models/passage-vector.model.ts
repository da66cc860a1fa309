import { type Connection, type Model, Schema } from 'mongoose';

/** The vector of one text by one model. Derived: it can be made again from the passages. */
export interface PassageVectorRecord {
  /** SHA-256 of the model and the text. */
  _id: string;
  /** Name and digest: what is pulled anew under an old name is another model. */
  model: string;
  dimension: number;
  /** Numbers of four bytes, little-endian; of unit length. */
  vector: Buffer;
}

const schema = new Schema<PassageVectorRecord>(
  {
    _id: { type: String, required: true },
    model: { type: String, required: true },
    dimension: { type: Number, required: true },
    vector: { type: Buffer, required: true },
  },
  { collection: 'passage_vectors', versionKey: false, autoIndex: false },
);

/** The passage_vectors collection of a connection. */
export const passageVectorModel = (connection: Connection): Model<PassageVectorRecord> =>
  connection.model<PassageVectorRecord>('PassageVector', schema);
