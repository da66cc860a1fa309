import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Changes how the caller appears to others. */
export const updatePrivacy: NonNullable<MutationResolvers['updatePrivacy']> = (_parent, { input }, context) =>
  context.services.privacy.update(actorOf(context), input);
