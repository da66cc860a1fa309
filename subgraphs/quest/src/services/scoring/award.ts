/** This share of a question's points is the bonus for being fully right at the first try. */
const FIRST_TRY_BONUS = 0.2;

/** Each revealed hint costs this share of what the answer would earn. */
const HINT_COST = 0.25;

/** Hints never cost more than this in all, so that a right answer always earns something. */
const MAX_HINT_COST = 0.75;

/** What an answer is measured by. */
export interface AwardInput {
  /** Full points of the question. */
  points: number;
  /** How much of it was right, 0 to 1. */
  scoreRatio: number;
  /** How many hints the learner had revealed before answering. */
  hintsRevealed: number;
  /** How many attempts at the question were graded before this one. */
  attemptsBefore: number;
}

/**
 * Points of one answer: points × share right × what the hints left × what is left without the first-try bonus, rounded
 * down. A fully right answer earns ≥ 1, a fully right first one without a hint all points, and none ever more.
 */
export function awardFor({ points, scoreRatio, hintsRevealed, attemptsBefore }: AwardInput): number {
  const right = scoreRatio >= 1;
  const afterHints = 1 - Math.min(MAX_HINT_COST, HINT_COST * hintsRevealed);
  const afterBonus = right && attemptsBefore === 0 ? 1 : 1 - FIRST_TRY_BONUS;
  // The tiny addend undoes binary fractions such as 0.7 × 10 = 6.999….
  const award = Math.floor(points * scoreRatio * afterHints * afterBonus + 1e-9);
  return right && points > 0 ? Math.max(1, award) : award;
}
