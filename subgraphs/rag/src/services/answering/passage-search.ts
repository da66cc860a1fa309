import type { Logger } from '@doctorpy/service-kit/logging';
import type { Integrity } from '../integrity/integrity.js';
import type { Quotas, Spender } from '../quotas/quotas.js';
import type { PassageFilters, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import { checkSearch } from './question.js';

/** Searches passages for whoever wants to look for themselves. */
export interface PassageSearch {
  /**
   * What matches, whether or not it answers a question; without what would give away a question of the searcher's quest.
   * @throws DomainError BAD_USER_INPUT, RATE_LIMITED
   */
  search(
    query: string,
    options: { filters: PassageFilters; limit: number },
    searcher: Spender & { log: Logger },
  ): Promise<ScoredPassage[]>;
}

/** Creates PassageSearch. */
export function createPassageSearch(deps: {
  index: Pick<PassageIndex, 'current'>;
  integrity: Integrity;
  quotas: Pick<Quotas, 'takeSearch'>;
}): PassageSearch {
  const { index, integrity, quotas } = deps;
  return {
    async search(query, { filters, limit }, searcher) {
      const checked = checkSearch(query);
      await quotas.takeSearch(searcher);
      const { hits } = await index.current().search(checked, { filters, limit, nearest: true });
      return integrity.guard(searcher.userId, searcher.log).quotable(hits);
    },
  };
}
