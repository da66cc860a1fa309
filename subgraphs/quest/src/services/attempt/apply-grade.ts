import type { AttemptRecord } from '../../models/attempt.model.js';
import type { ProgressRecord, QuestionState } from '../../models/progress.model.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import type { Grade } from '../grading/grade.js';
import { isSettled, progressOn } from '../progress/question-progress.js';
import { awardFor } from '../scoring/award.js';

/** A grade that is due to an attempt, at the moment when it is given. */
export interface Grading {
  grade: Grade;
  question: QuestionContent;
  content: QuestContent;
  at: Date;
}

/**
 * Writes a grade into an attempt and its run: state, attempts, best award, score, and completion when every question is
 * settled. Changes both. Returns whether the run was completed by it.
 */
export function applyGrade(
  progress: ProgressRecord,
  attempt: AttemptRecord,
  { grade, question, content, at }: Grading,
): boolean {
  attempt.grade = grade;
  attempt.state = 'GRADED';
  attempt.gradedAt = at;
  const entry = progressOn(progress, question.key);
  attempt.scoreAwarded = awardFor({
    points: question.points,
    scoreRatio: grade.scoreRatio,
    hintsRevealed: attempt.hintsRevealed,
    attemptsBefore: entry.attempts,
  });
  const wasCorrect = entry.state === 'CORRECT';
  entry.attempts += 1;
  entry.mistaken ||= grade.verdict !== 'CORRECT';
  entry.scoreAwarded = Math.max(entry.scoreAwarded, attempt.scoreAwarded);
  if (grade.verdict === 'CORRECT' && !wasCorrect) entry.bestAttemptId = attempt._id;
  // A later answer that still waits keeps the question waiting, unless this one has solved it.
  const stillWaits = entry.state === 'PENDING' && entry.lastAttemptId !== attempt._id && grade.verdict !== 'CORRECT';
  if (!wasCorrect && !stillWaits) entry.state = stateAfter(grade, entry.scoreAwarded);
  progress.score = progress.questions.reduce((sum, { scoreAwarded }) => sum + scoreAwarded, 0);
  return complete(progress, content, at);
}

function stateAfter(grade: Grade, best: number): QuestionState {
  if (grade.verdict === 'CORRECT') return 'CORRECT';
  return grade.verdict === 'PARTIAL' || best > 0 ? 'PARTIAL' : 'INCORRECT';
}

function complete(progress: ProgressRecord, content: QuestContent, at: Date): boolean {
  if (progress.status !== 'IN_PROGRESS') return false;
  const done = content.questions.every((question) => isSettled(question, progressOn(progress, question.key)));
  if (!done) return false;
  progress.status = 'COMPLETED';
  progress.completedAt = at;
  return true;
}
