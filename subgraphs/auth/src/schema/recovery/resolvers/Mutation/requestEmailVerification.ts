import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Sends the caller a link that proves their address. */
export const requestEmailVerification: NonNullable<MutationResolvers['requestEmailVerification']> = async (
  _parent,
  _args,
  context,
) => {
  await context.services.emailVerifications.request(requireUser(context.caller), context);
  return true;
};
