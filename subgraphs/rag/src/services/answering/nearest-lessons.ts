import type { Language } from '@doctorpy/service-kit/caller';
import type { MatchedField, ScoredPassage, SearchResult } from '../retrieval/engine.js';
import { isLesson } from './extractive.js';

/** Passages among which the nearest lessons are looked for. */
export const lookedThrough = 30;

/** Documents to offer. */
const most = 6;

/**
 * What to read when nothing answers a question: the best passage of each document that has a word of the question above
 * it and holds a good part of it (an example that mentions a quiche is no help with one); lessons before other documents, those in the
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
  return coverage >= leastShare && matches.some(({ fields, by }) => by !== 'correction' && fields.some(isAboveText));
}

function isAboveText(field: MatchedField): boolean {
  return field === 'heading' || field === 'path';
}

/** Share of the question that a passage must hold, beside the word in its headings, to be near it. */
const leastShare = 0.27;
