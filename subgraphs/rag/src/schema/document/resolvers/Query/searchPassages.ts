import { requireUser } from '@doctorpy/service-kit/caller';
import { pageSize } from '@doctorpy/service-kit/pagination';
import type { QueryResolvers } from './../../../types.generated.js';
import { withDocuments } from '../../with-documents.js';

export const searchPassages: NonNullable<QueryResolvers['searchPassages']> = async (
  _parent,
  { query, tags, category, first },
  { caller, services, loaders, log },
) => {
  const limit = pageSize(first);
  const filters = { tags: tags ?? [], category: category ?? undefined };
  const searcher = { userId: requireUser(caller), roles: caller.roles, log };
  return withDocuments(await services.passageSearch.search(query, { filters, limit }, searcher), loaders);
};
