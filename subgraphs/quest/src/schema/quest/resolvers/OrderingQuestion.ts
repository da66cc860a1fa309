import type   { OrderingQuestionResolvers } from './../../types.generated.js';
    export const OrderingQuestion: OrderingQuestionResolvers = {
    /* Implement OrderingQuestion resolver logic here */
  };