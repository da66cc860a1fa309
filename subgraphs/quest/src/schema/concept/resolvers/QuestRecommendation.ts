import type { QuestRecommendationResolvers } from './../../types.generated.js';

export const QuestRecommendation: Pick<QuestRecommendationResolvers, 'about'> = {
  about: ({ concepts }) => concepts.map((id) => ({ id })),
};
