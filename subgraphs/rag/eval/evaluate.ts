import type { SearchResult } from '../src/services/retrieval/engine.js';
import type { CorpusPassage, EvalQuery } from './corpus.js';
import { rankOf } from './measures.js';

/** What came of one question. */
export interface Outcome extends EvalQuery {
  rank: number | null;
  milliseconds: number;
}

/** Passages asked for: enough to hold ten different sections. */
const asked = 50;

/** Puts every question to a search and ranks what it finds, the first passage of each section. */
export async function evaluate(
  search: (query: string, limit: number) => Promise<SearchResult> | SearchResult,
  corpus: readonly CorpusPassage[],
  queries: readonly EvalQuery[],
): Promise<Outcome[]> {
  const sections = new Map(corpus.map(({ id, section }) => [id, section]));
  const outcomes: Outcome[] = [];
  for (const query of queries) {
    const startedAt = performance.now();
    const { hits } = await search(query.query, asked);
    const milliseconds = performance.now() - startedAt;
    const found = hits.map(({ passage }) => sections.get(passage.id) ?? '');
    outcomes.push({ ...query, rank: rankOf(found, query.gold), milliseconds });
  }
  return outcomes;
}
