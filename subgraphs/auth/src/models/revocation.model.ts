import { type Connection, type Model, Schema } from 'mongoose';

/** Access tokens that are no longer believed. */
export interface RevocationRecord {
  /** The revocation as the index writes it: `session:<id>` or `user:<id>:<authVersion>`. */
  _id: string;
  revokedAt: Date;
  /** From then on no token it concerns can be alive. */
  expiresAt: Date;
  /** Was it put into the Redis index? */
  indexed: boolean;
}

/** The revocations of a database. */
export const revocationModel = (connection: Connection): Model<RevocationRecord> =>
  connection.models.Revocation ?? connection.model<RevocationRecord>('Revocation', schema, 'revocations');

const schema = new Schema<RevocationRecord>(
  {
    _id: { type: String, required: true },
    revokedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    indexed: { type: Boolean, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ indexed: 1 }, { partialFilterExpression: { indexed: false } });
