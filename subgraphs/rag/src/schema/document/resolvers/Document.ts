import type { DocumentResolvers } from './../../types.generated.js';

export const Document: DocumentResolvers = {
  id: ({ _id }) => _id,
  passages: (document, { first, after }, { loaders }) =>
    loaders.documentPassages(document, { first, after: after ?? null }),
  __resolveReference: ({ id }, { loaders }) => loaders.documents.load(String(id)),
};
