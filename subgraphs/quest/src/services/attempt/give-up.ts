import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { QuestionProgressRecord, QuestionState } from '../../models/progress.model.js';
import { neverGraded } from '../grading/grade.js';
import { progressOn } from '../progress/question-progress.js';
import { createAttemptWrites } from './attempt-writes.js';
import { createBacklog } from './backlog.js';

/** What giving up needs. */
export interface GiveUpDeps {
  connection: Connection;
  models: Models;
  log: Logger;
  /** Told of every attempt that is given up, once it is committed; must not fail. */
  onGivenUp: () => void;
}

/**
 * Ends the waiting of an attempt that nothing could judge: it uses no attempt, its question stands as before, and the
 * learner is told to send the answer again. Nothing happens to one that was graded meanwhile.
 */
export function createGiveUp({ connection, models, log, onGivenUp }: GiveUpDeps) {
  const writes = createAttemptWrites(models);
  const backlog = createBacklog(models.attempts);

  return async (attemptId: string): Promise<void> => {
    const given = await inTransaction(connection, async (session) => {
      const attempt = await models.attempts.findById(attemptId).session(session).lean<AttemptRecord>();
      if (attempt?.state !== 'PENDING') return null;
      const progress = await writes.load(session, attempt.progressId);
      attempt.state = 'GIVEN_UP';
      attempt.grade = neverGraded();
      attempt.nextTryAt = null;
      const entry = progressOn(progress, attempt.questionKey);
      const waiting = await backlog.waitingFor(progress._id, attempt.questionKey, attempt, session);
      if (entry.state === 'PENDING' && waiting === 0) entry.state = stateBefore(entry);
      if (waiting > 0 && entry.lastAttemptId === attempt._id) {
        const next = await backlog.newestOf(progress._id, attempt.questionKey, attempt, session);
        if (next) Object.assign(entry, { lastAttemptId: next._id, lastAnswer: next.answer });
      }
      await writes.save(session, progress, attempt);
      return attempt;
    });
    if (!given) return;
    const { questId, questVersion, questionKey, tries } = given;
    log.error({ attemptId, questId, questVersion, questionKey, tries }, 'attempt.given_up');
    onGivenUp();
  };
}

/** Where a question stands by the attempts that were graded. */
function stateBefore({ attempts, scoreAwarded }: QuestionProgressRecord): QuestionState {
  if (attempts === 0) return 'UNANSWERED';
  return scoreAwarded > 0 ? 'PARTIAL' : 'INCORRECT';
}
