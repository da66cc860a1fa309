import type   { CodeQuestionResolvers } from './../../types.generated.js';
    export const CodeQuestion: CodeQuestionResolvers = {
    /* Implement CodeQuestion resolver logic here */
  };