import type { DocumentResolvers } from './../../types.generated.js';

export const Document: DocumentResolvers = {
  id: ({ _id }) => _id,
  passages: ({ _id }, { first, after }, { services }) =>
    services.documents.passages(_id, { first, after: after ?? null }),
  __resolveReference: ({ id }, { loaders }) => loaders.documents.load(String(id)),
};
