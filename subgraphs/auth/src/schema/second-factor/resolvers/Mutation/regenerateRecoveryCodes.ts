import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Gives the caller new recovery codes. */
export const regenerateRecoveryCodes: NonNullable<MutationResolvers['regenerateRecoveryCodes']> = (
  _parent,
  { input },
  context,
) => context.services.enrolments.replaceRecoveryCodes(requireUser(context.caller), input, context);
