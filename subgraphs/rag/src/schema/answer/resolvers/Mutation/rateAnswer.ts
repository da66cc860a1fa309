import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

export const rateAnswer: NonNullable<MutationResolvers['rateAnswer']> = (
  _parent,
  { answerId, helpful, comment },
  { caller, services },
) => services.answers.rate({ answerId: String(answerId), helpful, comment: comment ?? null }, requireUser(caller));
