import type { CodeQuestionResolvers } from '../../types.generated.js';

export const CodeQuestion: CodeQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'CodeQuestion' ? question : null;
  },
};
