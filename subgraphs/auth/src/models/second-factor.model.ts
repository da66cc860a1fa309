import { type Connection, type Model, Schema } from 'mongoose';

/** An account's second factor, or one that its owner has begun to set up. */
export interface SecondFactorRecord {
  /** The account's id. */
  _id: string;
  /** The TOTP secret, sealed under the label `_id`, base64. */
  sealedSecret: string;
  /** Which secret of the service it was sealed with. */
  sealedWith: string;
  /** Null until its owner has shown a first code. */
  enabledAt: Date | null;
  /** The time step of the last code that was used: neither it nor an older one is taken again. */
  lastStep: number;
  /** The codes not used yet, as `hashRecoveryCode` makes them. */
  recoveryCodes: string[];
  /** When what was begun and not finished is removed by MongoDB; null once it is enabled. */
  expiresAt: Date | null;
}

/** The second factors of a database. */
export const secondFactorModel = (connection: Connection): Model<SecondFactorRecord> =>
  connection.models.SecondFactor ?? connection.model<SecondFactorRecord>('SecondFactor', schema, 'second_factors');

const schema = new Schema<SecondFactorRecord>(
  {
    _id: { type: String, required: true },
    sealedSecret: { type: String, required: true },
    sealedWith: { type: String, required: true },
    enabledAt: { type: Date, default: null },
    lastStep: { type: Number, required: true },
    recoveryCodes: { type: [String], default: [] },
    expiresAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
