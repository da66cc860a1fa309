import { requireUser } from '@doctorpy/service-kit/caller';
import { sessionNotFound } from '../../../../errors.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Ends one of the caller's sessions. */
export const revokeSession: NonNullable<MutationResolvers['revokeSession']> = async (_parent, { id }, context) => {
  if (!(await context.services.sessions.end(requireUser(context.caller), id, context))) throw sessionNotFound();
  if (id === context.caller.sessionId) context.browser?.clear();
  return true;
};
