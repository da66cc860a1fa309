import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Draws a secret for the caller's authenticator app. */
export const startTotpEnrolment: NonNullable<MutationResolvers['startTotpEnrolment']> = (_parent, { input }, context) =>
  context.services.enrolments.start(requireUser(context.caller), input, context);
