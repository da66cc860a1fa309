import type { RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { Timings } from './composed-answer.js';
import { type EarlierQuestion, findPassages } from './finding.js';
import type { Question } from './question.js';

/** What is found for a question: looked for once, when it is first wanted. */
export interface Search {
  found(): Promise<readonly ScoredPassage[]>;
  /** Whether the question was completed from those before it; false before it was looked for. */
  followsUp: boolean;
  timings: Timings;
}

/** Creates the Search of one question, which has not begun. */
export function createSearch(
  engine: RetrievalEngine,
  { query, language }: Question,
  earlier: readonly EarlierQuestion[],
  settled: readonly string[],
): Search {
  let looking: Promise<readonly ScoredPassage[]> | null = null;
  const search: Search = {
    found() {
      looking ??= look();
      return looking;
    },
    followsUp: false,
    timings: { retrievalMs: null, generationMs: null },
  };
  return search;

  async function look() {
    const startedAt = performance.now();
    const { found, following } = await findPassages(engine, query, earlier, language, settled);
    search.timings.retrievalMs = performance.now() - startedAt;
    search.followsUp = following.length > 0;
    return found;
  }
}
