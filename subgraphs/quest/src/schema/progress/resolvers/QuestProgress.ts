import type   { QuestProgressResolvers } from './../../types.generated.js';
    export const QuestProgress: QuestProgressResolvers = {
    /* Implement QuestProgress resolver logic here */
  };