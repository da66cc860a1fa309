import { present } from '../../../loaders.js';
import type { UnlockedAchievementResolvers } from '../../types.generated.js';

export const UnlockedAchievement: UnlockedAchievementResolvers = {
  id: ({ _id }) => _id,
  achievement: async ({ achievementId }, _args, { loaders }) =>
    present(await loaders.achievements.load(achievementId), `achievement ${achievementId}`),
};
