import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Changes the caller's time zone and daily goal. */
export const updateLearningDay: NonNullable<MutationResolvers['updateLearningDay']> = (_parent, { input }, context) =>
  context.services.learningDays.update(actorOf(context), input);
