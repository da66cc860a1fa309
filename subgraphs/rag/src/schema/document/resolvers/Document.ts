import type { DocumentResolvers } from './../../types.generated.js';

export const Document: DocumentResolvers = {
  id: ({ _id }) => _id,
  __resolveReference: ({ id }, { loaders }) => loaders.documents.load(String(id)),
};
