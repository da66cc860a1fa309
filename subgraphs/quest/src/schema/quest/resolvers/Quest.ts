import { present } from '../../../loaders.js';
import type { QuestResolvers } from '../../types.generated.js';

export const Quest: Pick<
  QuestResolvers,
  | 'category'
  | 'difficulty'
  | 'estimatedMinutes'
  | 'id'
  | 'maxScore'
  | 'prerequisites'
  | 'questions'
  | 'summary'
  | 'title'
  | '__resolveReference'
> = {
  __resolveReference: ({ id }, { loaders }) => loaders.quests.load(String(id)),
  category: async ({ categoryId }, _args, { loaders }) =>
    present(await loaders.categories.load(categoryId), `category ${categoryId}`),
  prerequisites: async ({ prerequisiteIds }, _args, { loaders }) => {
    const quests = await Promise.all(prerequisiteIds.map((id) => loaders.quests.load(id)));
    return quests.filter((quest) => quest !== null);
  },
};
