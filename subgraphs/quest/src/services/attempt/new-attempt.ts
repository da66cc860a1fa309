import { v7 as uuid } from 'uuid';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { Grade } from '../grading/grade.js';
import { progressOn } from '../progress/question-progress.js';
import type { Submission } from './stored-result.js';

/** An attempt at a question of a run as it is before its grade is applied. */
export function newAttempt(
  progress: ProgressRecord,
  questionKey: string,
  { answer, idempotencyKey }: Submission,
  grade: Grade,
  at: Date,
): AttemptRecord {
  const { userId, questId, questVersion } = progress;
  return {
    _id: uuid(),
    userId,
    progressId: progress._id,
    questId,
    questVersion,
    questionKey,
    answer: [...answer],
    idempotencyKey: idempotencyKey ?? null,
    submittedAt: at,
    state: 'PENDING',
    tries: 0,
    nextTryAt: null,
    gradedAt: null,
    grade,
    scoreAwarded: 0,
    hintsRevealed: progressOn(progress, questionKey).hintsRevealed,
    boards: [],
    achievementsUnlocked: [],
    levelUp: null,
  };
}
