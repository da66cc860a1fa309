import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

export const savePromptTemplate: NonNullable<MutationResolvers['savePromptTemplate']> = (
  _parent,
  { input },
  { caller, services },
) => services.templateAuthoring.save(requireUser(caller), input);
