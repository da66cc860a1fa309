import type { ExplainErrorQuestionResolvers } from '../../types.generated.js';

export const ExplainErrorQuestion: ExplainErrorQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'ExplainErrorQuestion' ? question : null;
  },
};
