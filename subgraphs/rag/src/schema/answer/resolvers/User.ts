import type { UserResolvers } from './../../types.generated.js';

export const User: Pick<UserResolvers, 'assistantAnswers' | 'id' | '__resolveReference'> = {
  __resolveReference: ({ id }) => ({ id: String(id) }),
  assistantAnswers: ({ id }, { conversationId, first = 20, after }, { services }) => {
    const conversation = conversationId == null ? null : String(conversationId);
    return services.answers.page(id, { first, after: after ?? null, conversationId: conversation });
  },
};
