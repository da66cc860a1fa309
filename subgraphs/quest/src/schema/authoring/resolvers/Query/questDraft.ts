import type { QueryResolvers } from '../../../types.generated.js';

export const questDraft: NonNullable<QueryResolvers['questDraft']> = (_parent, { id }, { services }) =>
  services.drafts.find(id);
