import { type Connection, type Model, Schema } from 'mongoose';

/** What can be read in the audit log; names are a promise to whoever searches it, and are only ever added to. */
export const auditActions = [
  'ACCOUNT_REGISTERED',
  'ACCOUNT_CREATED',
  'LOGIN_SUCCEEDED',
  'LOGIN_FAILED',
  'CREDENTIAL_STUFFING_SUSPECTED',
  'LOGGED_OUT',
  'SESSION_REVOKED',
  'REFRESH_TOKEN_REUSED',
  'PROFILE_CHANGED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'EMAIL_VERIFIED',
  'EMAIL_CHANGED',
  'EMAIL_CHANGE_UNDONE',
  'ROLE_GRANTED',
  'ROLE_REVOKED',
  'USER_SUSPENDED',
  'USER_REINSTATED',
  'IDENTITY_LINKED',
  'IDENTITY_UNLINKED',
  'ADDRESS_RECLAIMED',
  'SECOND_FACTOR_ENABLED',
  'SECOND_FACTOR_DISABLED',
  'SECOND_FACTOR_RESET',
  'RECOVERY_CODE_USED',
  'RECOVERY_CODES_REPLACED',
  'DATA_EXPORTED',
  'DELETION_REQUESTED',
  'DELETION_CANCELLED',
  'ACCOUNT_DELETED',
] as const;
/** An action of the audit log. */
export type AuditAction = (typeof auditActions)[number];

/** Where an action came from: through the API, from the command line of an operator, or from the platform itself when it was due. */
export const auditSources = ['API', 'CLI', 'SCHEDULE'] as const;
/** Where an action came from. */
export type AuditSource = (typeof auditSources)[number];

/** One line of the audit log. */
export interface AuditEntryRecord {
  /** UUID v7. */
  _id: string;
  at: Date;
  action: AuditAction;
  source: AuditSource;
  /** The account that acted; null for an operator at the command line and for somebody unknown. */
  actorId: string | null;
  /** The account it was done to; null when there is none. */
  targetId: string | null;
  ip: string | null;
  requestId: string | null;
  /** Further facts by name. Never a password, a token or an e-mail address. */
  details: Record<string, string>;
}

/** The audit log of a database. It takes new entries and gives them back: the model refuses every other write. */
export const auditEntryModel = (connection: Connection): Model<AuditEntryRecord> =>
  connection.models.AuditEntry ?? connection.model<AuditEntryRecord>('AuditEntry', schema, 'audit_log');

/**
 * How long an entry is kept, in days; MongoDB itself removes it then. Entries hold IP addresses, and the CNIL asks for
 * six months to one year (recommendation on logging, deliberation 2021-122).
 */
export const AUDIT_RETENTION_DAYS = 365;

const schema = new Schema<AuditEntryRecord>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    action: { type: String, enum: auditActions, required: true },
    source: { type: String, enum: auditSources, required: true },
    actorId: { type: String, default: null },
    targetId: { type: String, default: null },
    ip: { type: String, default: null },
    requestId: { type: String, default: null },
    details: { type: Schema.Types.Mixed, required: true },
  },
  {
    versionKey: false,
    minimize: false,
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    autoCreate: false,
  },
);
schema.index({ at: 1 }, { expireAfterSeconds: AUDIT_RETENTION_DAYS * 86_400 });
schema.index({ at: -1, _id: -1 });
for (const filter of ['actorId', 'targetId', 'action']) schema.index({ [filter]: 1, at: -1, _id: -1 });

const refuse = () => {
  throw new Error('The audit log is append-only.');
};
schema.pre(['updateOne', 'updateMany', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace'], refuse);
schema.pre(['deleteOne', 'deleteMany', 'findOneAndDelete'], refuse);
schema.pre(['updateOne', 'deleteOne'], { document: true, query: false }, refuse);
schema.pre('bulkWrite', refuse);
schema.pre('save', function () {
  if (!this.isNew) refuse();
});
