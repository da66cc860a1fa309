import type { TrueFalseQuestionResolvers } from '../../types.generated.js';

export const TrueFalseQuestion: TrueFalseQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'TrueFalseQuestion' ? question : null;
  },
};
