import { hasRole } from '@doctorpy/service-kit/caller';
import type { AssistantAnswerResolvers } from './../../types.generated.js';

export const AssistantAnswer: AssistantAnswerResolvers = {
  id: ({ _id }) => _id,
  asker: ({ userId }) => ({ id: userId }),
  suggestions: ({ suggestions }) => suggestions ?? [],
  askQuota: ({ userId }, _args, { caller, loaders }) =>
    userId === caller.userId ? loaders.askQuotas.load({ userId, roles: caller.roles }) : null,
  __resolveReference: async ({ id }, { caller, loaders }) => {
    const answer = await loaders.answers.load(String(id));
    return answer && (answer.userId === caller.userId || hasRole(caller, 'ADMIN')) ? answer : null;
  },
};
