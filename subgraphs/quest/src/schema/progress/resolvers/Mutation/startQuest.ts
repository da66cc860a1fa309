import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const startQuest: NonNullable<MutationResolvers['startQuest']> = (_parent, { questId }, context) =>
  context.services.progresses.start(actorOf(context), questId);
