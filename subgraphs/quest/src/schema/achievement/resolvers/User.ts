import type { UserResolvers } from '../../types.generated.js';

export const User: Pick<UserResolvers, 'achievements' | '__resolveReference'> = {
  achievements: async ({ id }, _args, { loaders }) => ((await loaders.seesStatsOf(id)) ? loaders.held.load(id) : null),
};
