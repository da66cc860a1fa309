import type { PromptTemplateVersionResolvers } from './../../types.generated.js';

export const PromptTemplateVersion: PromptTemplateVersionResolvers = {
  id: ({ _id }) => _id,
  savedBy: ({ savedBy }) => (savedBy === null ? null : { id: savedBy }),
  isInUse: async ({ templateId, version }, _args, { loaders }) =>
    (await loaders.promptTemplates.load(templateId))?.version === version,
};
