import type { MultipleChoiceQuestionResolvers } from '../../types.generated.js';

export const MultipleChoiceQuestion: MultipleChoiceQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'MultipleChoiceQuestion' ? question : null;
  },
};
