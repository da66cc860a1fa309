import type   { PredictOutputQuestionResolvers } from './../../types.generated.js';
    export const PredictOutputQuestion: PredictOutputQuestionResolvers = {
    /* Implement PredictOutputQuestion resolver logic here */
  };