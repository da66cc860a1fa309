import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

export const publishPromptTemplate: NonNullable<MutationResolvers['publishPromptTemplate']> = async (
  _parent,
  { input },
  { caller, services, loaders },
) => {
  const published = await services.templateAuthoring.publish(requireUser(caller), input);
  loaders.promptTemplates.clear(published._id);
  return published;
};
