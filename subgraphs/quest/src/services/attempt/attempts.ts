import { badUserInput } from '@doctorpy/service-kit/errors';
import type { Outbox } from '@doctorpy/service-kit/events';
import { idempotencyKeyProblems } from '@doctorpy/service-kit/idempotency';
import { inTransaction, isDuplicateKey, isMongoAway } from '@doctorpy/service-kit/mongo';
import { type ClientSession, trusted } from 'mongoose';
import { attemptsWaiting, graderUnavailable, noAttemptsLeft } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import { type Actor, originOf } from '../actor.js';
import type { QuestionContent } from '../content/content-schema.js';
import { isCode } from '../grading/code.js';
import { gradeOrKeep } from '../grading/grade-or-keep.js';
import { countAnswerDay, countTime } from '../learner/totals.js';
import { checkOpen, type Progresses } from '../progress/progresses.js';
import { attemptsLeft, progressOn, questionOf } from '../progress/question-progress.js';
import { applyGrade } from './apply-grade.js';
import { createAttemptWrites } from './attempt-writes.js';
import { createBacklog } from './backlog.js';
import { attemptIds } from './credit.js';
import { createLaterGrading, type Judged, type LaterGradingDeps } from './later-grading.js';
import { newAttempt } from './new-attempt.js';
import { createStoredResults, type Submission, sameAnswer } from './stored-result.js';
import { createTurns } from './turns.js';

/** What submitting answers needs. `credit` is the one of `createCredit`. */
export interface AttemptDeps extends LaterGradingDeps {
  progresses: Progresses;
  outbox: Outbox;
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
  const writes = createAttemptWrites(models);
  const backlog = createBacklog(models.attempts);
  const turns = createTurns();

  return {
    /**
     * Submits an answer. What was answered before is answered again without effect: the same idempotency key, a question
     * already correct, or the same answer twice in a row. NOT_FOUND, CONFLICT and BAD_USER_INPUT as described by errors;
     * GRADER_UNAVAILABLE when the answer can neither be graded nor kept. A learner's programs are judged one after the other,
     * so that nobody keeps the grader from others; RATE_LIMITED when too many wait for their turn.
     */
    async submit(actor: Actor, input: Addressed): Promise<AttemptOutcome> {
      const problems = idempotencyKeyProblems(input.idempotencyKey);
      if (problems.length > 0) throw badUserInput(problems);
      const progress = await progresses.own(actor.userId, input.progressId);
      const content = await catalogue.version(progress.questId, progress.questVersion);
      const question = questionOf(progress.questId, content, input.questionId);
      if (!isCode(question)) return answer(actor, input, progress, { question, content });
      // What came before in line may have answered the question by now.
      return turns.take(actor.userId, async () =>
        answer(actor, input, await progresses.own(actor.userId, input.progressId), { question, content }),
      );
    },

    ...createLaterGrading(deps),

    /** How many answers wait for the grader. */
    countWaiting: (): Promise<number> => backlog.countAll(),

    /** Attempts by id, whoever made them, in no order. */
    byIds(ids: readonly string[]): Promise<AttemptRecord[]> {
      return models.attempts.find({ _id: trusted({ $in: [...ids] }) }).lean<AttemptRecord[]>();
    },
  };

  async function answer(
    actor: Actor,
    input: Addressed,
    progress: ProgressRecord,
    { question, content }: Omit<Judged, 'grade'>,
  ): Promise<AttemptOutcome> {
    const before = await stored.find(progress, question.key, input);
    if (before && (before.state !== 'PENDING' || progress.status !== 'IN_PROGRESS')) {
      return { attempt: before, progress, question, leftAside: !sameAnswer(before.answer, input.answer) };
    }
    await checkMayAnswer(progress, question, before);
    const grade = await gradeOrKeep(question, input.answer, { grader, log, place: progress });

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
  }

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

  async function record(actor: Actor, input: Addressed, graded: Judged): Promise<Recorded> {
    return inTransaction(connection, async (session) => {
      const progress = await writes.load(session, input.progressId);
      const { question } = graded;
      const before = await stored.find(progress, question.key, input, session);
      // Somebody was faster: the same answer, key or question has its result by now.
      if (before && (before.state !== 'PENDING' || graded.grade.verdict === 'NOT_GRADED')) {
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
        countAnswerDay(learner, at, clock);
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
      await writes.save(session, progress, attempt);
      await learners.save(session, learner);
      return { attempt, progress, fresh };
    });
  }
}

/** A submission and the question that it answers. */
type Addressed = Submission & { progressId: string; questionId: string };

interface Recorded {
  attempt: AttemptRecord;
  progress: ProgressRecord;
  /** Whether this very call gave the attempt its grade. */
  fresh: boolean;
}
