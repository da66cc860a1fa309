import type { MutationResolvers } from './../../../types.generated.js';

/** Uses the link of a verification mail. */
export const verifyEmail: NonNullable<MutationResolvers['verifyEmail']> = async (_parent, { token }, context) => {
  await context.services.emailVerifications.verify(token, context);
  return true;
};
