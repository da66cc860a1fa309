import type { UnansweredQuestionResolvers } from './../../types.generated.js';

export const UnansweredQuestion: UnansweredQuestionResolvers = {
  id: ({ key }) => key,
};
