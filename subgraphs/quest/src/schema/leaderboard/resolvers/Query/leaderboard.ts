import type { QueryResolvers } from '../../../types.generated.js';

export const leaderboard: NonNullable<QueryResolvers['leaderboard']> = async (_parent, args, { services, caller }) => {
  const query = { ...args, viewerId: caller.userId };
  await services.leaderboards.check(query);
  return services.leaderboards.read(query);
};
