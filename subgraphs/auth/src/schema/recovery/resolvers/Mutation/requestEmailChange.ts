import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Sends a link to the caller's new address. */
export const requestEmailChange: NonNullable<MutationResolvers['requestEmailChange']> = async (
  _parent,
  { input },
  context,
) => {
  await context.services.emailChanges.request(requireUser(context.caller), input, context);
  return true;
};
