import type { MutationResolvers } from '../../../types.generated.js';

export const discardQuestDraft: NonNullable<MutationResolvers['discardQuestDraft']> = async (
  _parent,
  { id, revision },
  { services },
) => {
  await services.drafts.discard(id, revision);
  return id;
};
