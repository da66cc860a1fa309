import type { PromptTemplateResolvers } from './../../types.generated.js';

export const PromptTemplate: PromptTemplateResolvers = {
  id: ({ _id }) => _id,
};
