import { badUserInput } from '@doctorpy/service-kit/errors';
import type { NewEvent, Outbox } from '@doctorpy/service-kit/events';
import { idempotencyKeyProblems } from '@doctorpy/service-kit/idempotency';
import { inTransaction, isDuplicateKey, isMongoAway } from '@doctorpy/service-kit/mongo';
import { type ClientSession, trusted } from 'mongoose';
import { attemptsWaiting, graderUnavailable, noAttemptsLeft, progressNotFound } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import { type Actor, originOf } from '../actor.js';
import { questionId } from '../catalogue/public-question.js';
import type { QuestionContent } from '../content/content-schema.js';
import { isCode } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeAnswer } from '../grading/grade-answer.js';
import { gradeOrKeep } from '../grading/grade-or-keep.js';
import { countAnswerDay, countTime } from '../learner/totals.js';
import { checkOpen, type Progresses } from '../progress/progresses.js';
import { attemptsLeft, progressOn, questionOf } from '../progress/question-progress.js';
import { applyGrade } from './apply-grade.js';
import { createAttemptWrites } from './attempt-writes.js';
import { createBacklog } from './backlog.js';
import { attemptIds } from './credit.js';
import { createGroundReader, type Held } from './ground.js';
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
  const { connection, models, catalogue, progresses, learners, grader, outbox, stamps, clock, log, credit } = deps;
  const { onGraded } = deps;
  const stored = createStoredResults(models.attempts);
  const writes = createAttemptWrites(models);
  const groundOf = createGroundReader(models);
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
      // What needs no grader is judged inside the transaction that records it: so nothing is read twice.
      const answered = await once((again) => answerAtOnce(actor, input, again));
      if (answered) return told(actor, input, answered);
      // What came before in line may have answered the question by now.
      return turns.take(actor.userId, () => answerWithProgram(actor, input));
    },

    ...createLaterGrading(deps),

    /** How many answers wait for the grader. */
    countWaiting: (): Promise<number> => backlog.countAll(),

    /** Attempts by id, whoever made them, in no order. */
    byIds(ids: readonly string[]): Promise<AttemptRecord[]> {
      return models.attempts.find({ _id: trusted({ $in: [...ids] }) }).lean<AttemptRecord[]>();
    },
  };

  /** Null for a program. */
  async function answerAtOnce(actor: Actor, input: Addressed, again: boolean): Promise<Recorded | null> {
    return changing(actor, async (session) => {
      const ground = await groundOf(session, { ...input, userId: actor.userId });
      if (ground?.progress.userId !== actor.userId) throw progressNotFound();
      const { progress, learner, ...held } = ground;
      const asked = await askedIn(progress, input);
      if (isCode(asked.question)) return null;
      // A question may also be named by its key alone.
      const isWhole = input.questionId === questionId(progress.questId, asked.question.key);
      // A key is new with a first answer, or else the unique index tells, and it is looked up the second time.
      const known = { learner, ...(isWhole && { held }) };
      const keyIsNew = !again && progressOn(progress, asked.question.key).lastAttemptId === null;
      return record(session, actor, input, progress, { ...asked, grade: null, keyIsNew, known });
    });
  }

  async function answerWithProgram(actor: Actor, input: Addressed): Promise<AttemptOutcome> {
    const progress = await progresses.own(actor.userId, input.progressId);
    const { question, content } = await askedIn(progress, input);
    const before = await stored.find(progress, question.key, input);
    if (before && (before.state !== 'PENDING' || progress.status !== 'IN_PROGRESS')) {
      return { attempt: before, progress, question, leftAside: !sameAnswer(before.answer, input.answer) };
    }
    await checkMayAnswer(progress, question, before);
    const grade = await gradeOrKeep(question, input.answer, { grader, log, place: progress });
    const submit = () =>
      changing(actor, async (session) =>
        record(session, actor, input, await writes.load(session, input.progressId), {
          ...{ question, content, grade },
          keyIsNew: false,
        }),
      );
    const recorded = await once(submit).catch((error: unknown) => {
      if (grade.verdict === 'NOT_GRADED' && isMongoAway(error)) throw graderUnavailable(error);
      throw error;
    });
    return told(actor, input, recorded);
  }

  /** In a transaction that counts as a change of where the learner stands once it has graded an answer. */
  function changing<T extends Recorded | null>(actor: Actor, work: (session: ClientSession) => Promise<T>): Promise<T> {
    return stamps.change(actor, (mark) =>
      inTransaction(connection, async (session) => {
        const recorded = await work(session);
        if (recorded?.fresh) await mark();
        return recorded;
      }),
    );
  }

  async function told(actor: Actor, input: Addressed, recorded: Recorded): Promise<AttemptOutcome> {
    const { attempt, progress, question, fresh } = recorded;
    if (fresh) await onGraded(attempt, actor);
    return { attempt, progress, question, leftAside: !sameAnswer(attempt.answer, input.answer) };
  }

  async function askedIn({ questId, questVersion }: ProgressRecord, { questionId: asked }: Addressed) {
    const content = await catalogue.version(questId, questVersion);
    return { content, question: questionOf(questId, content, asked) };
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

  /** Records an answer with its grade. Without one (null) it is graded here, which must not need the grader. */
  async function record(
    session: ClientSession,
    actor: Actor,
    input: Addressed,
    progress: ProgressRecord,
    { question, content, grade: judged, keyIsNew, known }: Answer,
  ): Promise<Recorded> {
    const before = await stored.find(progress, question.key, input, session, keyIsNew);
    // Somebody was faster: the same answer, key or question has its result by now.
    if (before && (before.state !== 'PENDING' || judged?.verdict === 'NOT_GRADED')) {
      return { attempt: before, progress, question, fresh: false };
    }
    await checkMayAnswer(progress, question, before, session);
    const grade = judged ?? (await gradeAnswer(question, input.answer, grader));
    if (!before && grade.verdict === 'NOT_GRADED') await backlog.checkRoom(actor.userId, session);
    const at = clock.now();
    const learner = await learners.load(session, actor.userId, known?.learner);
    const attempt = before ?? newAttempt(progress, question.key, input, grade, at);
    const news: NewEvent[] = before ? [] : [{ name: 'ANSWER_SUBMITTED', payload: attemptIds(attempt) }];
    if (!before) {
      learner.answersSubmitted += 1;
      countTime(learner, at);
      countAnswerDay(learner, at, clock);
    }
    const entry = progressOn(progress, question.key);
    entry.lastAnswer = attempt.answer;
    entry.lastAttemptId = attempt._id;
    const fresh = grade.verdict !== 'NOT_GRADED';
    if (fresh) {
      const completed = applyGrade(progress, attempt, { grade, question, content, at });
      const { held } = known ?? {};
      await credit(session, actor, { attempt, progress, content, question, learner, completed, news, held, at });
    } else {
      entry.state = 'PENDING';
      await outbox.appendAll(session, news, originOf(actor));
    }
    await writes.save(session, progress, attempt);
    await learners.save(session, learner);
    return { attempt, progress, question, fresh };
  }
}

/** The same key at the same instant: one of the two is refused by the unique index and reads the other's result. */
function once<T>(submit: (again: boolean) => Promise<T>): Promise<T> {
  return submit(false).catch((error: unknown) => {
    if (isDuplicateKey(error)) return submit(true);
    throw error;
  });
}

/** An answer that is to be recorded. */
interface Answer extends Omit<Judged, 'grade'> {
  /** Null for one that is graded when it is recorded. */
  grade: Grade | null;
  /** Whether its key was never used, as far as anybody knows. */
  keyIsNew: boolean;
  /** What was read in this very transaction. */
  known?: { learner: LearnerRecord | null; held?: Held };
}

/** A submission and the question that it answers. */
type Addressed = Submission & { progressId: string; questionId: string };

interface Recorded {
  attempt: AttemptRecord;
  progress: ProgressRecord;
  question: QuestionContent;
  /** Whether this very call gave the attempt its grade. */
  fresh: boolean;
}
