import type { ClientSession, Model } from 'mongoose';
import { idempotencyKeyReused } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import { progressOn } from '../progress/question-progress.js';

/** An answer as it was sent. */
export interface Submission {
  answer: readonly string[];
  idempotencyKey?: string | null | undefined;
}

/** Finds the attempts that answer a submission without grading it anew. */
export function createStoredResults(attempts: Model<AttemptRecord>) {
  return {
    /**
     * The attempt of the same idempotency key; else the one that made the question correct; else the latest one when it
     * gave the very same answer (it may still be PENDING). CONFLICT when the key stands for another answer.
     * With `keyIsNew` the key is not looked up: the unique index will refuse the attempt if it was used.
     */
    async find(
      progress: ProgressRecord,
      questionKey: string,
      { answer, idempotencyKey }: Submission,
      session: ClientSession | null = null,
      keyIsNew = false,
    ): Promise<AttemptRecord | null> {
      if (idempotencyKey && !keyIsNew) {
        const keyed = await attempts
          .findOne({ userId: progress.userId, idempotencyKey })
          .session(session)
          .lean<AttemptRecord>();
        if (keyed) {
          const same = keyed.progressId === progress._id && keyed.questionKey === questionKey;
          if (!same || !sameAnswer(keyed.answer, answer)) throw idempotencyKeyReused();
          return keyed;
        }
      }
      const { state, bestAttemptId, lastAnswer, lastAttemptId } = progressOn(progress, questionKey);
      const repeated = lastAnswer !== null && sameAnswer(lastAnswer, answer);
      const id = state === 'CORRECT' ? bestAttemptId : repeated ? lastAttemptId : null;
      const found = id === null ? null : await attempts.findById(id).session(session).lean<AttemptRecord>();
      // What nobody could judge may be sent again.
      return found?.state === 'GIVEN_UP' ? null : found;
    },
  };
}

/** Are these the same answer, to the letter? */
export function sameAnswer(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
