import type { AssistantAnswerResolvers } from './../../types.generated.js';
import { readableAnswer } from '../readable-answer.js';

export const AssistantAnswer: AssistantAnswerResolvers = {
  id: ({ _id }) => _id,
  asker: ({ userId }) => ({ id: userId }),
  suggestions: ({ suggestions }) => suggestions ?? [],
  askQuota: ({ userId }, _args, { caller, loaders }) =>
    userId === caller.userId ? loaders.askQuotas.load({ userId, roles: caller.roles }) : null,
  __resolveReference: ({ id }, { caller, loaders }) => readableAnswer(String(id), caller, loaders),
};
