import type { Language, Role } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import type { AccountRecord, DeletionRecord, SuspensionRecord } from '../../models/account.model.js';
import type { AuditSource } from '../../models/audit-entry.model.js';

/** An account without its secrets. */
export interface Account {
  id: string;
  email: string;
  emailVerified: boolean;
  displayName: string;
  roles: Role[];
  authVersion: number;
  language: Language;
  timeZone: string;
  createdAt: Date;
  /** The last one, which may be over. */
  suspension: SuspensionRecord | null;
  deletion: DeletionRecord | null;
}

/** On whose behalf, and in which request, a service acts. */
export type RequestOrigin = Pick<RequestContext, 'caller' | 'requestId' | 'traceparent'> & {
  /** @default 'API' */
  readonly source?: AuditSource;
};

/** The account in a record. */
export function toAccount(record: AccountRecord): Account {
  const { _id: id, email, emailVerified, displayName, roles, authVersion, language, timeZone, createdAt } = record;
  const suspension = record.suspension ?? null;
  return {
    id,
    email,
    emailVerified,
    displayName,
    roles: [...roles],
    authVersion,
    language,
    timeZone,
    createdAt,
    suspension,
    deletion: record.deletion ?? null,
  };
}
