import type   { QuestCategoryResolvers } from './../../types.generated.js';
    export const QuestCategory: QuestCategoryResolvers = {
    /* Implement QuestCategory resolver logic here */
  };