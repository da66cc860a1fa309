import type { QuestResolvers } from '../../types.generated.js';

export const Quest: Pick<QuestResolvers, 'myProgress' | '__resolveReference'> = {
  myProgress: ({ id }, _args, { loaders }) => loaders.myProgress.load(id),
};
