import { actorOf } from '../../../../context.js';
import type { QueryResolvers } from '../../../types.generated.js';

export const recommendedQuests: NonNullable<QueryResolvers['recommendedQuests']> = (_parent, { first }, context) =>
  context.services.recommendations.of(actorOf(context).userId, first);
