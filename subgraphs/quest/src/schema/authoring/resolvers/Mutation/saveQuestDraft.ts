import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const saveQuestDraft: NonNullable<MutationResolvers['saveQuestDraft']> = (_parent, { input }, context) =>
  context.services.drafts.save(actorOf(context), input);
