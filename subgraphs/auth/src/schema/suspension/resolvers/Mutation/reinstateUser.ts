import type { MutationResolvers } from './../../../types.generated.js';

/** Lets a suspended account sign in again. */
export const reinstateUser: NonNullable<MutationResolvers['reinstateUser']> = (_parent, { userId }, context) =>
  context.services.suspensions.reinstate(userId, context);
