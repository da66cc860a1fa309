import { awardFor } from './award.js';

/** What a learner ever earned and learned of one question, over all runs. */
export interface QuestionCredit {
  /** Points that count for totals and boards. */
  score: number;
  correct: boolean;
  /** Whether a graded attempt was not fully right. */
  mistaken: boolean;
  /** Nothing more can be earned: its explanation has been shown, or its attempts are used up. */
  settled: boolean;
  /** Most hints revealed in any run. */
  hintsRevealed: number;
  /** Graded attempts over all runs. */
  attempts: number;
}

/** A question that nobody has tried. */
export const NO_CREDIT: QuestionCredit = {
  score: 0,
  correct: false,
  mistaken: false,
  settled: false,
  hintsRevealed: 0,
  attempts: 0,
};

/** A graded attempt, as far as it counts for totals. */
export interface CreditedAttempt {
  /** Full points of the question. */
  points: number;
  /** Attempts that the question allows, or null. */
  maxAttempts: number | null;
  /** How much of the answer was right, 0 to 1. */
  scoreRatio: number;
  /** Whether the verdict was CORRECT. */
  correct: boolean;
  /** Hints revealed in this run when the answer was sent. */
  hintsRevealed: number;
  /** Whether the run has settled the question with this attempt. */
  settledInRun: boolean;
}

/**
 * The credit of a question after one more attempt, in whatever run. It never falls, and rises by what beats every
 * earlier attempt alone: hints read and attempts made in earlier runs count, and after the question was settled once
 * nothing more is earned, so that giving up and starting again is practice, not profit.
 */
export function creditAfter(held: QuestionCredit, attempt: CreditedAttempt): QuestionCredit {
  const { points, maxAttempts, scoreRatio, correct } = attempt;
  const hintsRevealed = Math.max(attempt.hintsRevealed, held.hintsRevealed);
  const earned = held.settled ? 0 : awardFor({ points, scoreRatio, hintsRevealed, attemptsBefore: held.attempts });
  const attempts = held.attempts + 1;
  // Giving up just before the last attempt must not buy new ones.
  const usedUp = maxAttempts !== null && attempts >= maxAttempts;
  return {
    score: Math.max(held.score, earned),
    correct: held.correct || correct,
    mistaken: held.mistaken || !correct,
    settled: held.settled || usedUp || attempt.settledInRun,
    hintsRevealed,
    attempts,
  };
}

/** Whether the question was answered right without a mistake and without a hint, in every run there was. */
export function isFlawless({ correct, mistaken, hintsRevealed }: QuestionCredit): boolean {
  return correct && !mistaken && hintsRevealed === 0;
}
