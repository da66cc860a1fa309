/** Each revealed hint costs this share of a question's points. */
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
}

/** Points of one answer: points × share right × what the hints left, rounded down; a fully right answer earns ≥ 1. */
export function awardFor({ points, scoreRatio, hintsRevealed }: AwardInput): number {
  const kept = 1 - Math.min(MAX_HINT_COST, HINT_COST * hintsRevealed);
  // The tiny addend undoes binary fractions such as 0.7 × 10 = 6.999….
  const award = Math.floor(points * scoreRatio * kept + 1e-9);
  return scoreRatio >= 1 && points > 0 ? Math.max(1, award) : award;
}
