import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const publishQuestDraft: NonNullable<MutationResolvers['publishQuestDraft']> = (
  _parent,
  { id, revision },
  context,
) => context.services.drafts.publish(actorOf(context), id, revision);
