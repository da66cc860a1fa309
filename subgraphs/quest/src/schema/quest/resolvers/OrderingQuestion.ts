import type { OrderingQuestionResolvers } from '../../types.generated.js';

export const OrderingQuestion: OrderingQuestionResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const question = await loaders.question(String(id));
    return question?.__typename === 'OrderingQuestion' ? question : null;
  },
};
