import type   { FillInQuestionResolvers } from './../../types.generated.js';
    export const FillInQuestion: FillInQuestionResolvers = {
    /* Implement FillInQuestion resolver logic here */
  };