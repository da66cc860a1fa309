import { type Connection, type Model, Schema } from 'mongoose';

/**
 * How a session's refresh tokens travel: in answers and arguments, or in a cookie that no script can read. It is
 * decided when the session is opened and never changes.
 */
export const sessionTransports = ['HEADER', 'COOKIE'] as const;
export type SessionTransport = (typeof sessionTransports)[number];

/** A sign-in on one device, and the family of all refresh tokens that follow from it. */
export interface SessionRecord {
  /** UUID v7: the session id. */
  _id: string;
  userId: string;
  createdAt: Date;
  lastUsedAt: Date;
  /** The end, however much the session is used. */
  expiresAt: Date;
  /** The end unless it is used again before; never later than `expiresAt`. */
  idleExpiresAt: Date;
  revokedAt: Date | null;
  ip: string | null;
  /** What `networkOf` makes of the address; sign-ins from it are known ones from then on. */
  network: string;
  userAgent: string | null;
  transport: SessionTransport;
}

/** The sessions of a database. */
export const sessionModel = (connection: Connection): Model<SessionRecord> =>
  connection.models.Session ?? connection.model<SessionRecord>('Session', schema, 'sessions');

/** Ended sessions and their tokens are kept a week more, so that their late use can be told from nonsense. */
export const KEPT_AFTER_END_SECONDS = 7 * 86_400;

const schema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    idleExpiresAt: { type: Date, required: true },
    revokedAt: { type: Date, default: null },
    ip: { type: String, default: null },
    network: { type: String, default: 'unknown' },
    userAgent: { type: String, default: null },
    transport: { type: String, enum: sessionTransports, default: 'HEADER' },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ userId: 1, revokedAt: 1, lastUsedAt: -1 });
schema.index({ userId: 1, network: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_AFTER_END_SECONDS });
