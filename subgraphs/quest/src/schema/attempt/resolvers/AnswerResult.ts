import type   { AnswerResultResolvers } from './../../types.generated.js';
    export const AnswerResult: AnswerResultResolvers = {
    /* Implement AnswerResult resolver logic here */
  };