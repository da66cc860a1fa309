import { type Connection, type Model, Schema } from 'mongoose';

/** An account at an OpenID provider, and the account here that it signs in to. */
export interface IdentityRecord {
  /** UUID v7. */
  _id: string;
  userId: string;
  /** The provider's own name of itself, and its name of the person: together unique, and never given to another person. */
  issuer: string;
  subject: string;
  /** The provider's name in this platform's configuration when it was last used. */
  provider: string;
  /** What the provider said at the last sign-in: in the form in which accounts keep addresses; null when it said nothing. */
  email: string | null;
  /** Did the provider vouch for the address? */
  emailVerified: boolean;
  linkedAt: Date;
  lastUsedAt: Date;
}

/** The identities of a database. */
export const identityModel = (connection: Connection): Model<IdentityRecord> =>
  connection.models.Identity ?? connection.model<IdentityRecord>('Identity', schema, 'identities');

const schema = new Schema<IdentityRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    provider: { type: String, required: true },
    email: { type: String, default: null },
    emailVerified: { type: Boolean, required: true },
    linkedAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ issuer: 1, subject: 1 }, { unique: true });
schema.index({ userId: 1 });
