import type { Language } from '@doctorpy/service-kit/caller';
import type { ScoredPassage, SearchResult } from '../retrieval/engine.js';
import { isLesson } from './extractive.js';

/** Passages among which the nearest lessons are looked for. */
export const lookedThrough = 30;

/** Documents to offer. */
const most = 6;

/**
 * What to read when nothing answers a question: the best passage of each document that holds a word of the question in its
 * headings or prose (an example that mentions a quiche is no help with one); lessons before other documents, those in the
 * language of the answer first.
 */
export function nearestLessons({ hits }: SearchResult, language: Language): ScoredPassage[] {
  const seen = new Set<string>();
  const near = hits.filter((hit) => {
    if (seen.has(hit.passage.documentId) || !isNear(hit)) return false;
    seen.add(hit.passage.documentId);
    return true;
  });
  const rank = ({ passage }: ScoredPassage) => (isLesson(passage) ? 0 : 2) + (passage.language === language ? 0 : 1);
  return near.toSorted((left, right) => rank(left) - rank(right)).slice(0, most);
}

function isNear({ matches, coverage }: ScoredPassage): boolean {
  const isAbove = matches.some(
    ({ fields, by }) => by !== 'correction' && fields.some((field) => field !== 'code' && field !== 'body'),
  );
  return isAbove || (coverage >= leastShare && matches.some(({ fields }) => fields.includes('body')));
}

/** Share of the question that prose must hold to be near it without a heading that says so. */
const leastShare = 0.4;
