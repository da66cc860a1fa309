import type { UserResolvers } from './../../types.generated.js';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id: String(id) }),
  assistantAnswers: ({ id }, { first = 20, after }, { services }) =>
    services.answers.page(id, { first, after: after ?? null }),
};
