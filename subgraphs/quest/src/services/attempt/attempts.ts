import { GraderUnavailableError } from '@doctorpy/grader';
import { badUserInput } from '@doctorpy/service-kit/errors';
import type { Outbox } from '@doctorpy/service-kit/events';
import { idempotencyKeyProblems } from '@doctorpy/service-kit/idempotency';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction, isDuplicateKey, isMongoAway } from '@doctorpy/service-kit/mongo';
import { type ClientSession, type Connection, trusted } from 'mongoose';
import { attemptsWaiting, graderUnavailable, noAttemptsLeft } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import { type Actor, originOf } from '../actor.js';
import { localDay } from '../calendar/period.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import { type CodeGrader, isCode } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeAnswer } from '../grading/grade-answer.js';
import type { Learners } from '../learner/learners.js';
import { countAnswerDay, countTime } from '../learner/totals.js';
import { checkOpen, type Progresses } from '../progress/progresses.js';
import { attemptsLeft, progressOn, questionOf } from '../progress/question-progress.js';
import { applyGrade } from './apply-grade.js';
import { createBacklog } from './backlog.js';
import { attemptIds, type Credited } from './credit.js';
import { newAttempt } from './new-attempt.js';
import { createRetryPlan } from './retry-plan.js';
import { createStoredResults, type Submission, sameAnswer } from './stored-result.js';

/** What submitting answers needs. `credit` is the one of `createCredit`. */
export interface AttemptDeps {
  connection: Connection;
  models: Models;
  catalogue: Catalogue;
  progresses: Progresses;
  learners: Learners;
  grader: CodeGrader;
  outbox: Outbox;
  clock: Clock;
  log: Logger;
  credit: (session: ClientSession, actor: Actor, credited: Credited) => Promise<void>;
  /** Told of every attempt that was graded, once it is committed; must not fail. */
  onGraded: (attempt: AttemptRecord, actor: Actor) => Promise<void>;
}

/** An attempt with what is needed to present it. */
export interface AttemptOutcome {
  attempt: AttemptRecord;
  progress: ProgressRecord;
  question: QuestionContent;
  /** Was the answer left aside, because another one has made the question correct before? */
  leftAside: boolean;
}

/** Submitted answers. */
export type Attempts = ReturnType<typeof createAttempts>;

/** Takes answers and grades them; each counts once, whatever is sent twice. */
export function createAttempts(deps: AttemptDeps) {
  const { connection, models, catalogue, progresses, learners, grader, outbox, clock, log, credit, onGraded } = deps;
  const stored = createStoredResults(models.attempts);
  const retries = createRetryPlan();
  const backlog = createBacklog(models.attempts);

  return {
    /**
     * Submits an answer. What was answered before is answered again without effect: the same idempotency key, a question
     * already correct, or the same answer twice in a row. NOT_FOUND, CONFLICT and BAD_USER_INPUT as described by errors;
     * GRADER_UNAVAILABLE when the answer can neither be graded nor kept.
     */
    async submit(
      actor: Actor,
      input: Submission & { progressId: string; questionId: string },
    ): Promise<AttemptOutcome> {
      const problems = idempotencyKeyProblems(input.idempotencyKey);
      if (problems.length > 0) throw badUserInput(problems);
      const progress = await progresses.own(actor.userId, input.progressId);
      const content = await catalogue.version(progress.questId, progress.questVersion);
      const question = questionOf(progress.questId, content, input.questionId);
      const before = await stored.find(progress, question.key, input);
      if (before && (before.state === 'GRADED' || progress.status !== 'IN_PROGRESS')) {
        return { attempt: before, progress, question, leftAside: !sameAnswer(before.answer, input.answer) };
      }
      await checkMayAnswer(progress, question, before);
      const grade = await gradeAnswer(question, input.answer, grader);

      const submit = () => record(actor, input, { grade, question, content });
      // The same key at the same instant: one of the two is refused by the unique index and reads the other's result.
      const outcome = await submit().catch((error: unknown) => {
        if (isDuplicateKey(error)) return submit();
        if (grade.verdict === 'NOT_GRADED' && isMongoAway(error)) throw graderUnavailable(error);
        throw error;
      });
      if (outcome.fresh) await onGraded(outcome.attempt, actor);
      const { attempt } = outcome;
      return { attempt, progress: outcome.progress, question, leftAside: !sameAnswer(attempt.answer, input.answer) };
    },

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

    /** Attempts by id, whoever made them, in no order. */
    byIds(ids: readonly string[]): Promise<AttemptRecord[]> {
      return models.attempts.find({ _id: trusted({ $in: [...ids] }) }).lean<AttemptRecord[]>();
    },
  };

  /** CONFLICT when the run is closed, or when every attempt is used up or waits for the grader; `own` is not counted. */
  async function checkMayAnswer(
    progress: ProgressRecord,
    question: QuestionContent,
    own: AttemptRecord | null,
    session: ClientSession | null = null,
  ): Promise<void> {
    checkOpen(progress);
    const left = attemptsLeft(question, progressOn(progress, question.key));
    if (left === 0) throw noAttemptsLeft();
    if (left === null || !isCode(question)) return;
    if ((await backlog.waitingFor(progress._id, question.key, own, session)) >= left) throw attemptsWaiting();
  }

  async function record(actor: Actor, input: Submission & { progressId: string }, graded: Graded): Promise<Recorded> {
    return inTransaction(connection, async (session) => {
      const progress = await load(session, input.progressId);
      const { question } = graded;
      const before = await stored.find(progress, question.key, input, session);
      // Somebody was faster: the same answer, key or question has its result by now.
      if (before && (before.state === 'GRADED' || graded.grade.verdict === 'NOT_GRADED')) {
        return { attempt: before, progress, fresh: false };
      }
      await checkMayAnswer(progress, question, before, session);
      if (!before && graded.grade.verdict === 'NOT_GRADED') await backlog.checkRoom(actor.userId, session);
      const at = clock.now();
      const learner = await learners.load(session, actor.userId);
      const attempt = before ?? newAttempt(progress, question.key, input, graded.grade, at);
      if (!before) {
        learner.answersSubmitted += 1;
        countTime(learner, at);
        countAnswerDay(learner, localDay(at, clock.timeZone));
        await outbox.append(session, 'ANSWER_SUBMITTED', attemptIds(attempt), originOf(actor));
      }
      const entry = progressOn(progress, question.key);
      entry.lastAnswer = attempt.answer;
      entry.lastAttemptId = attempt._id;
      const fresh = graded.grade.verdict !== 'NOT_GRADED';
      if (fresh) {
        const completed = applyGrade(progress, attempt, { ...graded, at });
        const { content, question } = graded;
        await credit(session, actor, { attempt, progress, content, question, learner, completed, at });
      } else {
        entry.state = 'PENDING';
      }
      await save(session, progress, attempt);
      await learners.save(session, learner);
      return { attempt, progress, fresh };
    });
  }

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

  async function regrade(attemptId: string, actor: Actor, graded: Graded): Promise<AttemptRecord | null> {
    return inTransaction(connection, async (session) => {
      const attempt = await models.attempts.findById(attemptId).session(session).lean<AttemptRecord>();
      if (attempt?.state !== 'PENDING') return null;
      const progress = await load(session, attempt.progressId);
      const learner = await learners.load(session, attempt.userId);
      const at = clock.now();
      const completed = applyGrade(progress, attempt, { ...graded, at });
      const { content, question } = graded;
      await credit(session, actor, { attempt, progress, content, question, learner, completed, at });
      await save(session, progress, attempt);
      await learners.save(session, learner);
      return attempt;
    });
  }

  async function load(session: ClientSession, progressId: string): Promise<ProgressRecord> {
    const progress = await models.progress.findById(progressId).session(session).lean<ProgressRecord>();
    if (!progress) throw new Error(`progress ${progressId} has vanished`);
    return progress;
  }

  async function save(session: ClientSession, progress: ProgressRecord, attempt: AttemptRecord): Promise<void> {
    await models.progress.replaceOne({ _id: progress._id }, progress, { session });
    await models.attempts.replaceOne({ _id: attempt._id }, attempt, { session, upsert: true });
  }
}

interface Graded {
  grade: Grade;
  question: QuestionContent;
  content: QuestContent;
}

interface Recorded {
  attempt: AttemptRecord;
  progress: ProgressRecord;
  /** Whether this very call gave the attempt its grade. */
  fresh: boolean;
}

/** Away or too busy for any answer, as opposed to giving no judgement on this one. */
function isAway(failure: unknown): boolean {
  return failure instanceof GraderUnavailableError && ['UNREACHABLE', 'OVERLOADED'].includes(failure.reason);
}
