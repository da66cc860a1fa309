import type   { QuestResolvers } from './../../types.generated.js';
    export const Quest: Pick<QuestResolvers, 'category'|'difficulty'|'estimatedMinutes'|'id'|'maxScore'|'prerequisites'|'questions'|'summary'|'title'|'__resolveReference'> = {
    /* Implement Quest resolver logic here */
  };