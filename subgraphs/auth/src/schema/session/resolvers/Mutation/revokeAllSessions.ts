import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

/** Ends every session of the caller. */
export const revokeAllSessions: NonNullable<MutationResolvers['revokeAllSessions']> = (_parent, _args, context) =>
  context.services.sessions.endAll(requireUser(context.caller), context);
