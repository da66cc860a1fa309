import type { AuditEntryResolvers } from './../../types.generated.js';

/** An entry of the audit log, and the accounts it names as far as they still exist. */
export const AuditEntry: AuditEntryResolvers = {
  actor: ({ actorId }, _args, { loaders }) => (actorId === null ? null : loaders.users.load(actorId)),
  target: ({ targetId }, _args, { loaders }) => (targetId === null ? null : loaders.users.load(targetId)),
};
