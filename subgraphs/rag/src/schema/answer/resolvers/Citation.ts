import type { CitationResolvers } from './../../types.generated.js';

export const Citation: CitationResolvers = {
  document: ({ documentId }, _args, { loaders }) => loaders.documents.load(documentId),
};
