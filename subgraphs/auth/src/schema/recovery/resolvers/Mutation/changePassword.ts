import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Changes the caller's password. */
export const changePassword: NonNullable<MutationResolvers['changePassword']> = async (_parent, { input }, context) => {
  await context.services.passwordChanges.change(requireUser(context.caller), input, context);
  return true;
};
