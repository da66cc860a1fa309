import type   { SingleChoiceQuestionResolvers } from './../../types.generated.js';
    export const SingleChoiceQuestion: SingleChoiceQuestionResolvers = {
    /* Implement SingleChoiceQuestion resolver logic here */
  };