import { type Connection, type Model, Schema } from 'mongoose';

/** Which process makes the vectors of a model right now. */
export interface EmbeddingLeaseRecord {
  /** The model. */
  _id: string;
  holder: string;
  expiresAt: Date;
}

const schema = new Schema<EmbeddingLeaseRecord>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'embedding_leases', versionKey: false, autoIndex: false, autoCreate: false },
);

/** The embedding_leases collection of a connection. */
export const embeddingLeaseModel = (connection: Connection): Model<EmbeddingLeaseRecord> =>
  connection.model<EmbeddingLeaseRecord>('EmbeddingLease', schema);
