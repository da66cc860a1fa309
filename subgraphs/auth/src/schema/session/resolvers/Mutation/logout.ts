import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Ends the session of the request itself; true also when it had ended already. */
export const logout: NonNullable<MutationResolvers['logout']> = async (_parent, _args, context) => {
  const userId = requireUser(context.caller);
  if (context.caller.sessionId) await context.services.sessions.end(userId, context.caller.sessionId, context);
  context.browser?.clear();
  return true;
};
