import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Takes one of the caller's ways to sign in away. */
export const unlinkIdentity: NonNullable<MutationResolvers['unlinkIdentity']> = async (_parent, { input }, context) => {
  const which = { ...input, id: String(input.id) };
  await context.services.openId.identities.unlink(requireUser(context.caller), which, context);
  return true;
};
