import { pageSize } from '@doctorpy/service-kit/pagination';
import { checkSearch } from '../../../../services/answering/question.js';
import type { QueryResolvers } from './../../../types.generated.js';

export const searchPassages: NonNullable<QueryResolvers['searchPassages']> = async (
  _parent,
  { query, tags, category, first },
  { services, loaders },
) => {
  const limit = pageSize(first);
  const filters = { tags: tags ?? [], category: category ?? undefined };
  // Who searches is shown what matches; whether it answers a question is for answers to judge.
  const { hits: found } = await services.index.current().search(checkSearch(query), { filters, limit, nearest: true });
  // A document deleted through another replica may linger in this one's index for a moment.
  const documents = await loaders.documents.loadMany(found.map(({ passage }) => passage.documentId));
  return found.filter((_hit, index) => documents[index] !== null);
};
