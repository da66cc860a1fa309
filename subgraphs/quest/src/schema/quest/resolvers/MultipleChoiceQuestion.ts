import type   { MultipleChoiceQuestionResolvers } from './../../types.generated.js';
    export const MultipleChoiceQuestion: MultipleChoiceQuestionResolvers = {
    /* Implement MultipleChoiceQuestion resolver logic here */
  };