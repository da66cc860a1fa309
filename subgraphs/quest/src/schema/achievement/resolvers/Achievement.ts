import type   { AchievementResolvers } from './../../types.generated.js';
    export const Achievement: AchievementResolvers = {
    /* Implement Achievement resolver logic here */
  };