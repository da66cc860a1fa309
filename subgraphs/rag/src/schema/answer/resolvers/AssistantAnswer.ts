import type   { AssistantAnswerResolvers } from './../../types.generated.js';
    export const AssistantAnswer: AssistantAnswerResolvers = {
    /* Implement AssistantAnswer resolver logic here */
  };