import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Lets whoever a provider vouches for into the caller's account. */
export const linkIdentity: NonNullable<MutationResolvers['linkIdentity']> = async (_parent, { input }, context) => {
  const answer = { ...input, provider: String(input.provider) };
  return context.services.openId.identities.link(requireUser(context.caller), answer, context);
};
