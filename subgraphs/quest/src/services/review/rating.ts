import { type Grade as FsrsGrade, Rating } from 'ts-fsrs';
import type { Grade } from '../grading/grade.js';

/** An answer as memory sees it. */
export interface Recall {
  verdict: Grade['verdict'];
  /** Graded answers to the question in this run or review, this one included. */
  attempts: number;
  /** Hints that were read before it. */
  hintsRevealed: number;
}

/**
 * What an answer says about memory. Not fully right: forgotten (Again). Right after a mistake or with a hint: remembered
 * with help (Hard). Right at once: remembered (Good). Nothing that is measured tells how easy it was, so never Easy.
 */
export function ratingOf({ verdict, attempts, hintsRevealed }: Recall): FsrsGrade {
  if (verdict !== 'CORRECT') return Rating.Again;
  return attempts > 1 || hintsRevealed > 0 ? Rating.Hard : Rating.Good;
}
