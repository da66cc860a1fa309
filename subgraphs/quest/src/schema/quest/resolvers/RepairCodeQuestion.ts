import type { RepairCodeQuestionResolvers } from '../../types.generated.js';

export const RepairCodeQuestion: RepairCodeQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'RepairCodeQuestion' ? question : null;
  },
};
