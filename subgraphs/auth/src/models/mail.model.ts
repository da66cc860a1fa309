import { type Language, languages } from '@doctorpy/service-kit/caller';
import { type Connection, type Model, Schema } from 'mongoose';

/** The mails this service sends; each has a folder of templates. */
export const mailKinds = [
  'verify-email',
  'reset-password',
  'password-changed',
  'confirm-email-change',
  'email-changed',
  'email-in-use',
  'identity-linked',
  'second-factor-enabled',
  'second-factor-disabled',
  'second-factor-reset',
  'second-factor-guessed',
  'recovery-code-used',
  'refresh-token-reused',
  'deletion-requested',
  'account-deleted',
] as const;
export type MailKind = (typeof mailKinds)[number];

/**
 * A mail on its way, or gone. It holds no text, no name and no secret: those are put together when it is sent, so that
 * a raw token is never stored anywhere.
 */
export interface MailRecord {
  /** UUID v7; makes the Message-ID, the same at every try. */
  _id: string;
  kind: MailKind;
  /** The address it goes to. */
  to: string;
  /** Whom it concerns; null for `reset-password`, whose request must not look anybody up, and for `account-deleted`. */
  userId: string | null;
  /** The grant its link consumes; null when it has none or, for `reset-password`, none yet. */
  grantId: string | null;
  /** The session it is about; null when it is about none. */
  sessionId: string | null;
  /** What it is written in when there is nobody left to ask: of `account-deleted` alone. */
  language: Language | null;
  state: 'WAITING' | 'SENT' | 'DROPPED' | 'FAILED';
  createdAt: Date;
  /** When it may be tried; while it is being tried, when another sender may take it over. */
  dueAt: Date;
  attempts: number;
  /** When a finished record disappears; null while it waits. */
  removeAt: Date | null;
}

/** The mails of a database. */
export const mailModel = (connection: Connection): Model<MailRecord> =>
  connection.models.Mail ?? connection.model<MailRecord>('Mail', schema, 'mails');

const schema = new Schema<MailRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: mailKinds, required: true },
    to: { type: String, required: true },
    userId: { type: String, default: null },
    grantId: { type: String, default: null },
    sessionId: { type: String, default: null },
    language: { type: String, enum: [...languages, null], default: null },
    state: { type: String, enum: ['WAITING', 'SENT', 'DROPPED', 'FAILED'], default: 'WAITING' },
    createdAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    attempts: { type: Number, default: 0 },
    removeAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ state: 1, dueAt: 1 });
schema.index({ userId: 1 });
schema.index({ to: 1 });
schema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
