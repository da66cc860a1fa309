import type { QueryResolvers } from './../../../types.generated.js';

/** A page of the audit log, for administrators. */
export const auditLog: NonNullable<QueryResolvers['auditLog']> = (_parent, { since, until, ...query }, { services }) =>
  services.audit.page({ ...query, since: since ? new Date(since) : null, until: until ? new Date(until) : null });
