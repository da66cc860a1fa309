import { present } from '../../../loaders.js';
import { publicQuestion } from '../../../services/catalogue/public-question.js';
import { retrievability } from '../../../services/review/memory.js';
import type { ReviewItemResolvers } from '../../types.generated.js';

export const ReviewItem: Pick<
  ReviewItemResolvers,
  'dueAt' | 'id' | 'lastAnsweredAt' | 'quest' | 'question' | 'retrievability' | 'timesMissed'
> = {
  id: ({ card }) => card._id,
  question: ({ card, asked }, _args, { caller }) => publicQuestion(card.questId, asked.question, caller.language),
  quest: async ({ card }, _args, { loaders }) =>
    present(await loaders.quests.load(card.questId), `quest ${card.questId}`),
  dueAt: ({ card }) => card.due,
  lastAnsweredAt: ({ card }) => card.lastReview,
  retrievability: ({ card }, _args, { services }) => retrievability(card, services.clock.now()),
  timesMissed: ({ card }) => card.missed,
};
