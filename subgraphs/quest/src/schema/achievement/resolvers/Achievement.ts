import type { AchievementResolvers } from '../../types.generated.js';

export const Achievement: AchievementResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.achievements.load(String(id)),
};
