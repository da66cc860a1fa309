import type { FillInQuestionResolvers } from '../../types.generated.js';

export const FillInQuestion: FillInQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'FillInQuestion' ? question : null;
  },
};
