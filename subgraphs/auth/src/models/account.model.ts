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
  /** The display name as it is searched: see `searchKey`. */
  nameKey: string;
  /** argon2id in PHC string format; null for somebody who signs in through an OpenID provider alone. */
  passwordHash: string | null;
  roles: Role[];
  /** Goes up whenever tokens issued before must no longer be believed. */
  authVersion: number;
  language: 'fr' | 'en';
  timeZone: string;
  /** Kept after its end; `suspensionAt` tells whether it is in force. */
  suspension: SuspensionRecord | null;
  /** Since when signing in takes a second factor; null while it does not. */
  secondFactorAt: Date | null;
  /** Asked for by the owner, or due because the account was closed; not carried out yet. */
  deletion: DeletionRecord | null;
  /** Written by every sign-in, so that one collides with a suspension at the same instant. */
  lastSignInAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Why, since when and until when an account may not sign in. */
export interface SuspensionRecord {
  reason: string;
  at: Date;
  /** An administrator's account; null for an operator at the command line. */
  byId: string | null;
  until: Date | null;
}

/** When an account's deletion was asked for, and when it is carried out. */
export interface DeletionRecord {
  requestedAt: Date;
  dueAt: Date;
}

/** A name without its accents, case and width: what is typed to find somebody need not be spelled as they do. */
export function searchKey(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The accounts of a database. */
export const accountModel = (connection: Connection): Model<AccountRecord> =>
  connection.models.Account ?? connection.model<AccountRecord>('Account', schema, 'accounts');

const suspensionSchema = new Schema<SuspensionRecord>(
  {
    reason: { type: String, required: true },
    at: { type: Date, required: true },
    byId: { type: String, default: null },
    until: { type: Date, default: null },
  },
  { _id: false, strict: 'throw' },
);

const deletionSchema = new Schema<DeletionRecord>(
  { requestedAt: { type: Date, required: true }, dueAt: { type: Date, required: true } },
  { _id: false, strict: 'throw' },
);

const schema = new Schema<AccountRecord>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true },
    emailVerified: { type: Boolean, required: true },
    displayName: { type: String, required: true },
    nameKey: { type: String, required: true },
    passwordHash: { type: String, default: null },
    roles: { type: [{ type: String, enum: ['LEARNER', 'AUTHOR', 'ADMIN'] }], required: true },
    authVersion: { type: Number, required: true },
    language: { type: String, enum: ['fr', 'en'], required: true },
    timeZone: { type: String, required: true },
    suspension: { type: suspensionSchema, default: null },
    secondFactorAt: { type: Date, default: null },
    deletion: { type: deletionSchema, default: null },
    lastSignInAt: { type: Date, default: null },
  },
  { versionKey: false, timestamps: true, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ email: 1 }, { unique: true });
schema.index({ roles: 1 });
schema.index({ nameKey: 1 });
schema.index({ 'deletion.dueAt': 1 }, { sparse: true });
schema.pre('validate', function () {
  this.nameKey = searchKey(this.displayName);
});
