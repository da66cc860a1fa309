import type { MutationResolvers } from './../../../types.generated.js';

/** Takes a role away. */
export const revokeRole: NonNullable<MutationResolvers['revokeRole']> = (_parent, { userId, role }, context) =>
  context.services.roles.revoke(userId, role, context);
