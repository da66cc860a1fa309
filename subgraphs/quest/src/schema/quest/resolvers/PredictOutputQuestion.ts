import type { PredictOutputQuestionResolvers } from '../../types.generated.js';

export const PredictOutputQuestion: PredictOutputQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'PredictOutputQuestion' ? question : null;
  },
};
