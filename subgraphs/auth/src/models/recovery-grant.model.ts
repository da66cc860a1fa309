import { type Connection, type Model, Schema } from 'mongoose';

/** What a link in a mail allows, once. */
export type GrantPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'CONFIRM_EMAIL_CHANGE' | 'UNDO_EMAIL_CHANGE';

/** A right that whoever reads the mail to an address may use once. */
export interface RecoveryGrantRecord {
  /** UUID v7. */
  _id: string;
  purpose: GrantPurpose;
  userId: string;
  /** The address whose owner may use it: the account's own, the one it changes to, or the one it had. */
  email: string;
  /** UNDO_EMAIL_CHANGE: was the address verified when it was left? */
  emailVerified: boolean;
  /** SHA-256 of every token mailed for it, hexadecimal: a mail that is tried again carries a new one. */
  tokenHashes: string[];
  createdAt: Date;
  expiresAt: Date;
}

/** The recovery grants of a database. */
export const recoveryGrantModel = (connection: Connection): Model<RecoveryGrantRecord> =>
  connection.models.RecoveryGrant ?? connection.model<RecoveryGrantRecord>('RecoveryGrant', schema, 'recovery_grants');

const schema = new Schema<RecoveryGrantRecord>(
  {
    _id: { type: String, required: true },
    purpose: {
      type: String,
      enum: ['VERIFY_EMAIL', 'RESET_PASSWORD', 'CONFIRM_EMAIL_CHANGE', 'UNDO_EMAIL_CHANGE'],
      required: true,
    },
    userId: { type: String, required: true },
    email: { type: String, required: true },
    emailVerified: { type: Boolean, default: false },
    tokenHashes: { type: [String], default: [] },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ tokenHashes: 1 });
schema.index({ userId: 1, purpose: 1 });
schema.index({ email: 1, purpose: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
