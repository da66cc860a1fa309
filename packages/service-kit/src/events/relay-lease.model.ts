import { type Connection, type Model, Schema } from 'mongoose';

/** Which relay of a producer may move events right now. */
export interface RelayLeaseRecord {
  /** The producer. */
  _id: string;
  holder: string;
  expiresAt: Date;
}

/** The relay leases of a service's database. */
export const relayLeaseModel = (connection: Connection): Model<RelayLeaseRecord> =>
  connection.models.RelayLease ?? connection.model<RelayLeaseRecord>('RelayLease', schema, 'relay_leases');

const schema = new Schema<RelayLeaseRecord>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
