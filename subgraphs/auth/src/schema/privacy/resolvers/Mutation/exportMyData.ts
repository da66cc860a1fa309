import { requireUser } from '@doctorpy/service-kit/caller';
import { personalDataId } from '@doctorpy/service-kit/personal-data';
import type { MutationResolvers } from './../../../types.generated.js';

/** Begins an export of the caller's data, to which each subgraph adds its part. */
export const exportMyData: NonNullable<MutationResolvers['exportMyData']> = async (_parent, _args, context) => {
  const userId = requireUser(context.caller);
  return { id: personalDataId(userId), ...(await context.services.accountExport.begin(userId, context)) };
};
