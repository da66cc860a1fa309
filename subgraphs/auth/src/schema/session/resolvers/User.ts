import type { UserResolvers } from './../../types.generated.js';

/** The sessions of an account. */
export const User: Pick<UserResolvers, 'sessions' | '__resolveReference'> = {
  sessions: async ({ id }, _args, { loaders, caller }) => {
    const living = await loaders.sessions.load(String(id));
    return living.map((session) => ({ ...session, current: session.id === caller.sessionId }));
  },
};
