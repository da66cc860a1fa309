import { requireUser } from '@doctorpy/service-kit/caller';
import { pageSize } from '@doctorpy/service-kit/pagination';
import type { QueryResolvers } from './../../../types.generated.js';

export const searchPassages: NonNullable<QueryResolvers['searchPassages']> = async (
  _parent,
  { query, tags, category, first },
  { caller, services, loaders, log },
) => {
  const limit = pageSize(first);
  const filters = { tags: tags ?? [], category: category ?? undefined };
  const searcher = { userId: requireUser(caller), roles: caller.roles, log };
  const found = await services.passageSearch.search(query, { filters, limit }, searcher);
  // A document deleted through another replica may linger in this one's index for a moment.
  const documents = await loaders.documents.loadMany(found.map(({ passage }) => passage.documentId));
  return found.filter((_hit, index) => documents[index] !== null);
};
