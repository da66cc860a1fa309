import { actorOf, type QuestContext } from '../../../../context.js';
import type { UnlockedAchievementRecord } from '../../../../models/achievement.model.js';
import type { SubscriptionResolvers } from '../../../types.generated.js';

export const achievementUnlocked: NonNullable<SubscriptionResolvers['achievementUnlocked']> = {
  subscribe: (_parent, _args, context) => context.services.unlocks(actorOf(context).userId),
  resolve: (unlocked: UnlockedAchievementRecord, _args: unknown, { loaders }: QuestContext) => {
    loaders.forget();
    return unlocked;
  },
};
