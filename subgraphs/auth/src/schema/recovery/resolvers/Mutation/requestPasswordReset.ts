import type { MutationResolvers } from './../../../types.generated.js';

/** Sends a link to choose a new password, if the address has an account; the answer does not tell. */
export const requestPasswordReset: NonNullable<MutationResolvers['requestPasswordReset']> = async (
  _parent,
  { email },
  context,
) => {
  await context.services.passwordChanges.requestReset(email, context);
  return true;
};
