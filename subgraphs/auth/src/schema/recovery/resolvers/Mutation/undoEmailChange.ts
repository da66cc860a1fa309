import type { MutationResolvers } from './../../../types.generated.js';

/** Uses the link at the old address. */
export const undoEmailChange: NonNullable<MutationResolvers['undoEmailChange']> = async (
  _parent,
  { token },
  context,
) => {
  await context.services.emailChanges.undo(token, context);
  return true;
};
