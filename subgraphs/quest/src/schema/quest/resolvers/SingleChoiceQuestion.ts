import type { SingleChoiceQuestionResolvers } from '../../types.generated.js';

export const SingleChoiceQuestion: SingleChoiceQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'SingleChoiceQuestion' ? question : null;
  },
};
