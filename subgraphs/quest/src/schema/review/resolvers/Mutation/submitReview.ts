import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const submitReview: NonNullable<MutationResolvers['submitReview']> = (_parent, { input }, context) =>
  context.services.reviews.submit(actorOf(context), input);
