import { hasRole, requireUser } from '@doctorpy/service-kit/caller';
import type { QueryResolvers } from './../../../types.generated.js';

export const assistantAnswer: NonNullable<QueryResolvers['assistantAnswer']> = async (
  _parent,
  { id },
  { caller, loaders },
) => {
  const userId = requireUser(caller);
  const answer = await loaders.answers.load(String(id));
  return answer && (answer.userId === userId || hasRole(caller, 'ADMIN')) ? answer : null;
};
