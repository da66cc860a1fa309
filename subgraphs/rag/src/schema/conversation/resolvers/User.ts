import type { UserResolvers } from './../../types.generated.js';

export const User: Pick<UserResolvers, 'assistantConversations' | '__resolveReference'> = {
  assistantConversations: ({ id }, { first = 20, after }, { services }) =>
    services.conversations.page(id, { first, after: after ?? null }),
};
