import type   { MatchingQuestionResolvers } from './../../types.generated.js';
    export const MatchingQuestion: MatchingQuestionResolvers = {
    /* Implement MatchingQuestion resolver logic here */
  };