import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Keeps the caller's account after all. */
export const cancelAccountDeletion: NonNullable<MutationResolvers['cancelAccountDeletion']> = async (
  _parent,
  _args,
  context,
) => {
  await context.services.deletions.cancel(requireUser(context.caller), context);
  return true;
};
