import type { QueryResolvers } from '../../../types.generated.js';

export const questDrafts: NonNullable<QueryResolvers['questDrafts']> = (_parent, page, { services }) =>
  services.drafts.list(page);
