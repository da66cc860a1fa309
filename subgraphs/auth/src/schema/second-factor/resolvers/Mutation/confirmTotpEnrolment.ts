import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Enables the caller's second factor. */
export const confirmTotpEnrolment: NonNullable<MutationResolvers['confirmTotpEnrolment']> = (
  _parent,
  { input },
  context,
) => context.services.enrolments.confirm(requireUser(context.caller), input, context);
