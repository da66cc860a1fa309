import type { Language, Role } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import type { AccountRecord, DeletionRecord, SuspensionRecord } from '../../models/account.model.js';
import type { AuditSource } from '../../models/audit-entry.model.js';
import type { SessionTransport } from '../../models/session.model.js';

/** An account without its secrets. */
export interface Account {
  id: string;
  email: string;
  emailVerified: boolean;
  displayName: string;
  hasPassword: boolean;
  roles: Role[];
  authVersion: number;
  language: Language;
  timeZone: string;
  createdAt: Date;
  /** The last one, which may be over. */
  suspension: SuspensionRecord | null;
  /** Since when signing in takes a second factor; null while it does not. */
  secondFactorAt: Date | null;
  deletion: DeletionRecord | null;
}

/** On whose behalf, and in which request, a service acts. */
export type RequestOrigin = Pick<RequestContext, 'caller' | 'requestId' | 'traceparent'> & {
  /** @default 'API' */
  readonly source?: AuditSource;
  /** @default 'HEADER' */
  readonly transport?: SessionTransport;
};

/** The account in a record. */
export function toAccount(record: AccountRecord): Account {
  const { _id: id, email, emailVerified, displayName, roles, authVersion, language, timeZone, createdAt } = record;
  const suspension = record.suspension ?? null;
  const secondFactorAt = record.secondFactorAt ?? null;
  return {
    id,
    email,
    emailVerified,
    displayName,
    hasPassword: record.passwordHash !== null,
    roles: [...roles],
    authVersion,
    language,
    timeZone,
    createdAt,
    suspension,
    secondFactorAt,
    deletion: record.deletion ?? null,
  };
}
