import type { QueryResolvers } from './../../../types.generated.js';

export const documents: NonNullable<QueryResolvers['documents']> = (
  _parent,
  { tags, category, language, first, after },
  { services },
) =>
  services.documents.page(
    { tags: tags ?? null, category: category ?? null, language: language ?? null },
    { first, after: after ?? null },
  );
