import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Asks for the deletion of the caller's account. */
export const deleteMyAccount: NonNullable<MutationResolvers['deleteMyAccount']> = async (
  _parent,
  { input },
  context,
) => {
  const userId = requireUser(context.caller);
  const deletion = await context.services.deletions.request(userId, input, context);
  context.browser?.clear();
  return deletion;
};
