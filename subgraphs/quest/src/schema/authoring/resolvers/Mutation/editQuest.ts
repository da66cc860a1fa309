import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const editQuest: NonNullable<MutationResolvers['editQuest']> = (_parent, { questId }, context) =>
  context.services.drafts.begin(actorOf(context), questId);
