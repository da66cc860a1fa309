import type   { QuestionProgressResolvers } from './../../types.generated.js';
    export const QuestionProgress: QuestionProgressResolvers = {
    /* Implement QuestionProgress resolver logic here */
  };