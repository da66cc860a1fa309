import type { ScoredPassage } from '../retrieval/engine.js';

/** How near an explanation's score must be to the best one's to be of use. */
const nearlyAsGood = 0.6;

/**
 * What was found without the explanations that fit much less than the best passage: short as they are, they would fill up
 * answers about something else, which could then be shared with nobody.
 * @param found best first
 */
export function withoutWeakExplanations(found: readonly ScoredPassage[]): readonly ScoredPassage[] {
  const best = found[0]?.score ?? 0;
  return found.filter(({ passage, score }) => passage.questionId == null || score >= nearlyAsGood * best);
}
