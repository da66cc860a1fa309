import type { PromptPreviewResolvers } from './../../types.generated.js';

export const PromptPreview: PromptPreviewResolvers = {
  passages: async ({ passages }, _args, { loaders }) => {
    // A document deleted through another replica may linger in this one's index for a moment.
    const documents = await loaders.documents.loadMany(passages.map(({ passage }) => passage.documentId));
    return passages.filter((_hit, index) => documents[index] !== null);
  },
};
