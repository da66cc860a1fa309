import type { Role } from '@doctorpy/service-kit/caller';
import { type Connection, type Model, Schema } from 'mongoose';

/** An account as it is stored. */
export interface AccountRecord {
  /** UUID v7: the user id. */
  _id: string;
  /** Trimmed, NFKC, lower case; unique. */
  email: string;
  emailVerified: boolean;
  displayName: string;
  /** argon2id in PHC string format. */
  passwordHash: string;
  roles: Role[];
  /** Goes up whenever tokens issued before must no longer be believed. */
  authVersion: number;
  language: 'fr' | 'en';
  timeZone: string;
  createdAt: Date;
  updatedAt: Date;
}

/** The accounts of a database. */
export const accountModel = (connection: Connection): Model<AccountRecord> =>
  connection.models.Account ?? connection.model<AccountRecord>('Account', schema, 'accounts');

const schema = new Schema<AccountRecord>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true },
    emailVerified: { type: Boolean, required: true },
    displayName: { type: String, required: true },
    passwordHash: { type: String, required: true },
    roles: { type: [{ type: String, enum: ['LEARNER', 'AUTHOR', 'ADMIN'] }], required: true },
    authVersion: { type: Number, required: true },
    language: { type: String, enum: ['fr', 'en'], required: true },
    timeZone: { type: String, required: true },
  },
  { versionKey: false, timestamps: true, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ email: 1 }, { unique: true });
schema.index({ roles: 1 });
