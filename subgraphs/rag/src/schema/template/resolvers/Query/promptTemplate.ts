import type { QueryResolvers } from './../../../types.generated.js';

export const promptTemplate: NonNullable<QueryResolvers['promptTemplate']> = (_parent, { id }, { loaders }) =>
  loaders.promptTemplates.load(id);
