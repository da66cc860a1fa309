import type   { UnlockedAchievementResolvers } from './../../types.generated.js';
    export const UnlockedAchievement: UnlockedAchievementResolvers = {
    /* Implement UnlockedAchievement resolver logic here */
  };