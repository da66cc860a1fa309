import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Removes the caller's second factor. */
export const disableTotp: NonNullable<MutationResolvers['disableTotp']> = (_parent, { input }, context) =>
  context.services.enrolments.disable(requireUser(context.caller), input, context);
