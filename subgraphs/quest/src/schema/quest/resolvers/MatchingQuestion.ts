import type { MatchingQuestionResolvers } from '../../types.generated.js';

export const MatchingQuestion: MatchingQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'MatchingQuestion' ? question : null;
  },
};
