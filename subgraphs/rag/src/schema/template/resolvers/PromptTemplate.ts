import type { PromptTemplateResolvers } from './../../types.generated.js';

export const PromptTemplate: PromptTemplateResolvers = {
  id: ({ _id }) => _id,
  publishedBy: ({ publishedBy }) => (publishedBy === null ? null : { id: publishedBy }),
  versions: ({ _id }, { first, after }, { services }) =>
    services.templateAuthoring.versions(_id, { first, after: after ?? null }),
};
