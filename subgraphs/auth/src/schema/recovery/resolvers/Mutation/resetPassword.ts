import type { MutationResolvers } from './../../../types.generated.js';

/** Uses the link of a reset mail. */
export const resetPassword: NonNullable<MutationResolvers['resetPassword']> = async (_parent, { input }, context) => {
  await context.services.passwordChanges.reset(input, context);
  return true;
};
