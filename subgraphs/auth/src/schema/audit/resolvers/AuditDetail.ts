import type { AuditDetailResolvers } from './../../types.generated.js';

/** A further fact of an entry; its fields are the service's. */
export const AuditDetail: AuditDetailResolvers = {};
