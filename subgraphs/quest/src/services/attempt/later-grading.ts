import { GraderUnavailableError } from '@doctorpy/grader';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Stamps } from '@doctorpy/service-kit/standing';
import type { ClientSession, Connection } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { Actor } from '../actor.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import type { CodeGrader } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeOrKeep } from '../grading/grade-or-keep.js';
import type { Learners } from '../learner/learners.js';
import { questionOf } from '../progress/question-progress.js';
import { applyGrade } from './apply-grade.js';
import { createAttemptWrites } from './attempt-writes.js';
import type { Credited } from './credit.js';
import { createGiveUp } from './give-up.js';
import { createRetryPlan, MOST_TRIES } from './retry-plan.js';

/** What grading what was kept needs. `credit` is the one of `createCredit`. */
export interface LaterGradingDeps {
  connection: Connection;
  models: Models;
  catalogue: Catalogue;
  learners: Learners;
  grader: CodeGrader;
  stamps: Pick<Stamps, 'change'>;
  clock: Clock;
  log: Logger;
  credit: (session: ClientSession, actor: Actor, credited: Credited) => Promise<void>;
  /** Told of every attempt that was graded, once it is committed; must not fail. */
  onGraded: (attempt: AttemptRecord, actor: Actor) => Promise<void>;
  /** Told of every attempt that was given up; must not fail. */
  onGivenUp: () => void;
}

/** A grade with the question that it was given on. */
export interface Judged {
  grade: Grade;
  question: QuestionContent;
  content: QuestContent;
}

/** Grades the answers that were kept while the grader could not judge them. */
export function createLaterGrading(deps: LaterGradingDeps) {
  const { connection, models, catalogue, learners, grader, stamps, clock, log, credit, onGraded } = deps;
  const retries = createRetryPlan(models.attempts);
  const giveUp = createGiveUp(deps);
  const writes = createAttemptWrites(models);

  return {
    /**
     * Grades attempts that were kept while the grader was away, oldest first, until none is left or it is away again.
     * One that the grader gives no judgement on is put off, longer each time, and the others go on; after its last try it
     * is given up. Returns how many were graded.
     */
    async gradePending(): Promise<number> {
      let graded = 0;
      for await (const attempt of retries.due(clock.now())) {
        const outcome = await tryOnce(attempt);
        if (outcome === 'grader away') break;
        if (outcome === 'graded') graded += 1;
      }
      return graded;
    },
  };

  async function tryOnce(attempt: AttemptRecord): Promise<Outcome> {
    const { _id: attemptId, questId, tries: before = 0 } = attempt;
    // Its last try ended with the process that made it.
    if (before >= MOST_TRIES) return gone(attempt);
    const tries = await retries.begin(attempt, clock.now());
    if (tries === null) return 'with another';
    let outcome: Outcome;
    try {
      outcome = await gradeLater(attempt);
    } catch (err) {
      // One that can never be graded must not hold up the others.
      log.error({ err, attemptId, questId, tries }, 'attempt.grading_failed');
      outcome = 'not judged';
    }
    if (outcome === 'grader away') await retries.takeBack(attempt);
    if (outcome !== 'not judged') return outcome;
    if (tries >= MOST_TRIES) return gone(attempt);
    await retries.postpone(attempt, tries, clock.now());
    log.warn({ attemptId, questId, tries }, 'attempt.grading_postponed');
    return outcome;
  }

  async function gone(attempt: AttemptRecord): Promise<Outcome> {
    try {
      await giveUp(attempt._id);
      return 'given up';
    } catch (err) {
      // Nor may one that cannot even be given up, its run being gone.
      log.error({ err, attemptId: attempt._id }, 'attempt.giving_up_failed');
      await retries.postpone(attempt, MOST_TRIES, clock.now());
      return 'not judged';
    }
  }

  async function gradeLater(kept: AttemptRecord): Promise<Outcome> {
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
    const grade = await gradeOrKeep(question, kept.answer, { grader: watched, log, place: kept });
    if (grade.verdict === 'NOT_GRADED') return isAway(failure) ? 'grader away' : 'not judged';
    const actor = { userId: kept.userId, requestId: null, traceparent: null };
    const attempt = await regrade(kept._id, actor, { grade, question, content });
    if (!attempt) return 'with another';
    await onGraded(attempt, actor);
    return 'graded';
  }

  async function regrade(attemptId: string, actor: Actor, graded: Judged): Promise<AttemptRecord | null> {
    return stamps.change(actor, (mark) =>
      inTransaction(connection, async (session) => {
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
        await mark();
        return attempt;
      }),
    );
  }
}

/** What came of one try. */
type Outcome = 'graded' | 'with another' | 'grader away' | 'not judged' | 'given up';

/** Away or too busy for any answer, as opposed to giving no judgement on this one. */
function isAway(failure: unknown): boolean {
  return failure instanceof GraderUnavailableError && ['UNREACHABLE', 'OVERLOADED'].includes(failure.reason);
}
