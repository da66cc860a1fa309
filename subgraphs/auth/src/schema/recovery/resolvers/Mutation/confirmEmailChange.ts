import type { MutationResolvers } from './../../../types.generated.js';

/** Uses the link at the new address. */
export const confirmEmailChange: NonNullable<MutationResolvers['confirmEmailChange']> = async (
  _parent,
  { token },
  context,
) => {
  await context.services.emailChanges.confirm(token, context);
  return true;
};
