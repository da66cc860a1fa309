import type   { QuestResolvers } from './../../types.generated.js';
    export const Quest: Pick<QuestResolvers, 'myProgress'|'__resolveReference'> = {
    /* Implement Quest resolver logic here */
  };