import type { QuestCategoryResolvers } from '../../types.generated.js';

export const QuestCategory: QuestCategoryResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.categories.load(String(id)),
  questCount: ({ id }, _args, { loaders }) => loaders.questCounts.load(id),
};
