import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const abandonQuest: NonNullable<MutationResolvers['abandonQuest']> = (_parent, { progressId }, context) =>
  context.services.progresses.abandon(actorOf(context), progressId);
