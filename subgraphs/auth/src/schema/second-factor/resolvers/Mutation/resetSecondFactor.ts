import type { MutationResolvers } from './../../../types.generated.js';

/** Removes somebody's second factor. */
export const resetSecondFactor: NonNullable<MutationResolvers['resetSecondFactor']> = (_parent, { userId }, context) =>
  context.services.secondFactorResets.reset(userId, context);
