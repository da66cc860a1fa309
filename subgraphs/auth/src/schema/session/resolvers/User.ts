import type { UserResolvers } from './../../types.generated.js';

/** The sessions of an account. */
export const User: Pick<UserResolvers, 'sessions' | '__resolveReference'> = {
  sessions: async ({ id }, _args, { services, caller }) => {
    const living = await services.sessions.list(String(id));
    return living.map((session) => ({ ...session, current: session.id === caller.sessionId }));
  },
};
