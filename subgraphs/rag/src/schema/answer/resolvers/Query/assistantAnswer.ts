import { requireUser } from '@doctorpy/service-kit/caller';
import type { QueryResolvers } from './../../../types.generated.js';
import { readableAnswer } from '../../readable-answer.js';

export const assistantAnswer: NonNullable<QueryResolvers['assistantAnswer']> = (
  _parent,
  { id },
  { caller, loaders },
) => {
  requireUser(caller);
  return readableAnswer(String(id), caller, loaders);
};
