import { type Connection, type Model, Schema } from 'mongoose';
import { KEPT_AFTER_END_SECONDS } from './session.model.js';

/** A refresh token, of which only the hash is known here. */
export interface RefreshTokenRecord {
  /** SHA-256 of the token, hexadecimal. */
  _id: string;
  sessionId: string;
  createdAt: Date;
  /** When it was first exchanged; null while it is the family's newest. */
  usedAt: Date | null;
  /** The session's end. */
  expiresAt: Date;
}

/** The refresh tokens of a database. */
export const refreshTokenModel = (connection: Connection): Model<RefreshTokenRecord> =>
  connection.models.RefreshToken ?? connection.model<RefreshTokenRecord>('RefreshToken', schema, 'refresh_tokens');

const schema = new Schema<RefreshTokenRecord>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    usedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ sessionId: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_AFTER_END_SECONDS });
