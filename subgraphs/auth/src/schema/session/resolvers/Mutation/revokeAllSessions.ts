import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Ends every session of the caller. */
export const revokeAllSessions: NonNullable<MutationResolvers['revokeAllSessions']> = async (
  _parent,
  _args,
  context,
) => {
  const ended = await context.services.sessions.endAll(requireUser(context.caller), context);
  context.browser?.clear();
  return ended;
};
