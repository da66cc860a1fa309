/** An entry of the audit log, as the service gives it. */
export type { AuditEntry as AuditEntryMapper } from '../../services/audit/audit-log.js';
