import { actorOf } from '../../../../context.js';
import type { QueryResolvers } from '../../../types.generated.js';

export const reviewQueue: NonNullable<QueryResolvers['reviewQueue']> = (_parent, page, context) =>
  context.services.reviewQueue.of(actorOf(context).userId, page);
