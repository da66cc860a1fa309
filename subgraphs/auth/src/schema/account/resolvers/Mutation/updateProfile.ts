import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Changes the caller's own profile. */
export const updateProfile: NonNullable<MutationResolvers['updateProfile']> = (_parent, { input }, context) =>
  context.services.accounts.updateProfile(requireUser(context.caller), input, context);
