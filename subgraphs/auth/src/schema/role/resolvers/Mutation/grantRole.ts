import type { MutationResolvers } from './../../../types.generated.js';

/** Gives a role. */
export const grantRole: NonNullable<MutationResolvers['grantRole']> = (_parent, { userId, role }, context) =>
  context.services.roles.grant(userId, role, context);
