import { GraderUnavailableError } from '@doctorpy/grader';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { Actor } from '../actor.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import type { CodeGrader } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeAnswer } from '../grading/grade-answer.js';
import type { Learners } from '../learner/learners.js';
import { questionOf } from '../progress/question-progress.js';
import { applyGrade } from './apply-grade.js';
import { createAttemptWrites } from './attempt-writes.js';
import type { Credited } from './credit.js';
import { createRetryPlan } from './retry-plan.js';

/** What grading what was kept needs. `credit` is the one of `createCredit`. */
export interface LaterGradingDeps {
  connection: Connection;
  models: Models;
  catalogue: Catalogue;
  learners: Learners;
  grader: CodeGrader;
  clock: Clock;
  log: Logger;
  credit: (session: ClientSession, actor: Actor, credited: Credited) => Promise<void>;
  /** Told of every attempt that was graded, once it is committed; must not fail. */
  onGraded: (attempt: AttemptRecord, actor: Actor) => Promise<void>;
}

/** A grade with the question that it was given on. */
export interface Judged {
  grade: Grade;
  question: QuestionContent;
  content: QuestContent;
}

/** Grades the answers that were kept while the grader could not judge them. */
export function createLaterGrading(deps: LaterGradingDeps) {
  const { connection, models, catalogue, learners, grader, clock, log, credit, onGraded } = deps;
  const retries = createRetryPlan();
  const writes = createAttemptWrites(models);

  return {
    /**
     * Grades attempts that were kept while the grader was away, oldest first, until none is left or it is away again.
     * One that the grader gives no judgement on is put off, longer each time, and the others go on.
     * Returns how many were graded.
     */
    async gradePending(): Promise<number> {
      let graded = 0;
      const pending = models.attempts.find({ state: 'PENDING' }).sort({ submittedAt: 1 }).lean<AttemptRecord[]>();
      for await (const attempt of pending.cursor()) {
        const { _id: attemptId, questId } = attempt;
        if (!retries.isDue(attemptId, clock.now())) continue;
        try {
          const outcome = await gradeLater(attempt);
          if (outcome === 'grader away') break;
          if (outcome === 'not judged') {
            retries.postpone(attemptId, clock.now());
            log.warn({ attemptId, questId }, 'attempt.grading_postponed');
            continue;
          }
          retries.forget(attemptId);
          if (outcome === 'graded') graded += 1;
        } catch (err) {
          // One that can never be graded must not hold up the others.
          retries.postpone(attemptId, clock.now());
          log.error({ err, attemptId, questId }, 'attempt.grading_failed');
        }
      }
      return graded;
    },
  };

  async function gradeLater(
    kept: AttemptRecord,
  ): Promise<'graded' | 'graded by another' | 'grader away' | 'not judged'> {
    const content = await catalogue.version(kept.questId, kept.questVersion);
    const question = questionOf(kept.questId, content, kept.questionKey);
    let failure: unknown;
    const watched: CodeGrader = {
      grade: (request) =>
        grader.grade(request).catch((error: unknown) => {
          failure = error;
          throw error;
        }),
    };
    const grade = await gradeAnswer(question, kept.answer, watched);
    if (grade.verdict === 'NOT_GRADED') return isAway(failure) ? 'grader away' : 'not judged';
    const actor = { userId: kept.userId, requestId: null, traceparent: null };
    const attempt = await regrade(kept._id, actor, { grade, question, content });
    if (!attempt) return 'graded by another';
    await onGraded(attempt, actor);
    return 'graded';
  }

  async function regrade(attemptId: string, actor: Actor, graded: Judged): Promise<AttemptRecord | null> {
    return inTransaction(connection, async (session) => {
      const attempt = await models.attempts.findById(attemptId).session(session).lean<AttemptRecord>();
      if (attempt?.state !== 'PENDING') return null;
      const progress = await writes.load(session, attempt.progressId);
      const learner = await learners.load(session, attempt.userId);
      const at = clock.now();
      const completed = applyGrade(progress, attempt, { ...graded, at });
      const { content, question } = graded;
      await credit(session, actor, { attempt, progress, content, question, learner, completed, news: [], at });
      await writes.save(session, progress, attempt);
      await learners.save(session, learner);
      return attempt;
    });
  }
}

/** Away or too busy for any answer, as opposed to giving no judgement on this one. */
function isAway(failure: unknown): boolean {
  return failure instanceof GraderUnavailableError && ['UNREACHABLE', 'OVERLOADED'].includes(failure.reason);
}
