import type { UserResolvers } from '../../types.generated.js';

export const User: Pick<UserResolvers, 'id' | 'learningDay' | 'progress' | 'stats' | '__resolveReference'> = {
  // Accounts live elsewhere: whoever is referred to exists.
  __resolveReference: ({ id }) => ({ id: String(id) }),
  stats: async ({ id }, _args, { loaders }) => ((await loaders.seesStatsOf(id)) ? loaders.stats.load(id) : null),
  learningDay: ({ id }, _args, { loaders }) => loaders.learningDays.load(id),
  progress: ({ id }, args, { services }) => services.progresses.listOf(id, args),
};
