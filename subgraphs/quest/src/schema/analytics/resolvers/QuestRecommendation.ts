import { present } from '../../../loaders.js';
import type { QuestRecommendationResolvers } from '../../types.generated.js';

export const QuestRecommendation: Pick<QuestRecommendationResolvers, 'concepts' | 'explanation' | 'quest' | 'reason'> =
  {
    quest: async ({ questId }, _args, { loaders }) => present(await loaders.quests.load(questId), `quest ${questId}`),
    explanation: ({ explanation }, _args, { caller }) => explanation[caller.language],
  };
