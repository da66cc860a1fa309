import { badUserInput } from '@doctorpy/service-kit/errors';
import type { NewEvent, Outbox } from '@doctorpy/service-kit/events';
import { idempotencyKeyProblems } from '@doctorpy/service-kit/idempotency';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { graderUnavailable, idempotencyKeyReused, reviewNotDue, reviewNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type QuestionBestRecord, questionBestId } from '../../models/learner.model.js';
import type { ReviewRecord } from '../../models/review.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { Achievements } from '../achievement/achievements.js';
import { type Actor, originOf } from '../actor.js';
import { sameAnswer } from '../attempt/stored-result.js';
import { createTurns } from '../attempt/turns.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import { type CodeGrader, isCode } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeOrKeep } from '../grading/grade-or-keep.js';
import type { Learners } from '../learner/learners.js';
import { countAnswerDay, countTime } from '../learner/totals.js';
import { type Asked, askedFor } from './asked.js';
import type { ReviewCards } from './cards.js';

/** What reviewing needs. */
export interface ReviewDeps {
  connection: Connection;
  models: Pick<Models, 'reviews' | 'reviewCards' | 'questionBests'>;
  catalogue: Pick<Catalogue, 'newestOf' | 'versions'>;
  cards: ReviewCards;
  learners: Pick<Learners, 'load' | 'save'>;
  achievements: Pick<Achievements, 'unlock'>;
  outbox: Outbox;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
  grader: CodeGrader;
  clock: Clock;
  log: Logger;
}

/** An answer as it is given in review. */
export interface ReviewSubmission {
  questionId: string;
  answer: readonly string[];
  idempotencyKey?: string | null | undefined;
}

/** What came of a review. */
export interface ReviewOutcome {
  review: ReviewRecord;
  card: ReviewCardRecord;
  asked: Asked;
}

/** Answers given in review. */
export type Reviews = ReturnType<typeof createReviews>;

/** Takes answers to questions that are due. They teach the card, count for the learner's day, and earn no points. */
export function createReviews(deps: ReviewDeps) {
  const { connection, models, catalogue, cards, learners, grader, clock, log } = deps;
  const turns = createTurns();

  return {
    /**
     * Answers a question that is due, once: the same key, or the same answer before it is due again, gives the same result.
     * It counts as an attempt at the question, so that what is tried out here does not pay in a run. NOT_FOUND for a
     * question never answered, CONFLICT for one that is not due, BAD_USER_INPUT for another shape, GRADER_UNAVAILABLE
     * when a program cannot be judged now: then nothing has changed.
     */
    async submit(actor: Actor, input: ReviewSubmission): Promise<ReviewOutcome> {
      const { userId } = actor;
      const problems = idempotencyKeyProblems(input.idempotencyKey);
      if (problems.length > 0) throw badUserInput(problems);
      const { card, asked } = await cardOf(userId, input.questionId);
      const answer = async () => (await storedOf(userId, input, asked)) ?? judge(actor, input, asked, card);
      const outcome = await (isCode(asked.question) ? turns.take(userId, answer) : answer());
      deps.deliverEvents();
      return outcome;
    },
  };

  async function judge(
    actor: Actor,
    input: ReviewSubmission,
    asked: Asked,
    { due }: ReviewCardRecord,
  ): Promise<ReviewOutcome> {
    if (due > clock.now()) throw reviewNotDue();
    const place = { questId: asked.content.id, questVersion: asked.questVersion };
    const grade = await gradeOrKeep(asked.question, input.answer, { grader, log, place });
    if (grade.verdict === 'NOT_GRADED') throw graderUnavailable();
    try {
      return await record(actor, input, asked, grade);
    } catch (error) {
      // The same key at the same instant: the other one has the result.
      if (!isDuplicateKey(error)) throw error;
      return record(actor, input, asked, grade);
    }
  }

  async function record(actor: Actor, input: ReviewSubmission, asked: Asked, grade: Grade): Promise<ReviewOutcome> {
    const { userId } = actor;
    return inTransaction(connection, async (session) => {
      const stored = await storedOf(userId, input, asked, session);
      if (stored) return stored;
      const { question, content, questVersion } = asked;
      const before = await ownCard(userId, input.questionId, session);
      const at = clock.now();
      if (before.due > at) throw reviewNotDue();
      const { questId } = before;
      await countDay(session, actor, at);
      const settled = await countAttempt(session, before, asked);
      const answered = { userId, questId, questVersion, content, question, grade, attempts: 1, hintsRevealed: 0, at };
      const card = await cards.learn(session, answered);
      const review: ReviewRecord = {
        _id: uuid(),
        userId,
        questionId: before.questionId,
        questId,
        questVersion,
        questionKey: question.key,
        answer: [...input.answer],
        idempotencyKey: input.idempotencyKey ?? null,
        submittedAt: at,
        grade,
        settled,
      };
      await models.reviews.insertOne(review, { session });
      return { review, card, asked };
    });
  }

  /** Counts for the streak, the daily goal, the time spent, and the achievements about these. */
  async function countDay(session: ClientSession, actor: Actor, at: Date): Promise<void> {
    // Also what makes this collide with a deletion of the account at this instant.
    const learner = await learners.load(session, actor.userId);
    countTime(learner, at);
    countAnswerDay(learner, at, clock);
    const gained = await deps.achievements.unlock(session, learner, at);
    await learners.save(session, learner);
    const news = gained.map(({ userId, achievementId, _id: unlockedId }): NewEvent => {
      return { name: 'ACHIEVEMENT_UNLOCKED', payload: { userId, achievementId, unlockedId } };
    });
    await deps.outbox.appendAll(session, news, originOf(actor));
  }

  /** Like an attempt in an earlier run: it uses one up. Returns whether nothing more can be earned. */
  async function countAttempt(session: ClientSession, card: ReviewCardRecord, { question }: Asked): Promise<boolean> {
    const _id = questionBestId(card.userId, card.questionId);
    const best = await models.questionBests.findById(_id).session(session).lean<QuestionBestRecord>();
    if (!best) return false;
    const attempts = best.attempts + 1;
    const settled = best.settled || (question.maxAttempts !== undefined && attempts >= question.maxAttempts);
    await models.questionBests.updateOne({ _id }, { $set: { attempts, settled } }, { session });
    return settled;
  }

  /** The review that already answers this submission, or null. CONFLICT when its key stands for another one. */
  async function storedOf(
    userId: string,
    { questionId, answer, idempotencyKey }: ReviewSubmission,
    asked: Asked,
    session: ClientSession | null = null,
  ): Promise<ReviewOutcome | null> {
    const keyed = idempotencyKey
      ? await models.reviews.findOne({ userId, idempotencyKey }).session(session).lean<ReviewRecord>()
      : null;
    if (keyed && (keyed.questionId !== questionId || !sameAnswer(keyed.answer, answer))) throw idempotencyKeyReused();
    const card = await ownCard(userId, questionId, session);
    if (keyed) return { review: keyed, card, asked };
    if (card.due <= clock.now()) return null;
    const latest = await models.reviews
      .findOne({ userId, questionId })
      .sort({ submittedAt: -1 })
      .session(session)
      .lean<ReviewRecord>();
    const repeated = latest !== null && latest.submittedAt >= card.lastReview && sameAnswer(latest.answer, answer);
    return repeated ? { review: latest, card, asked } : null;
  }

  async function cardOf(userId: string, questionId: string): Promise<{ card: ReviewCardRecord; asked: Asked }> {
    const card = await ownCard(userId, questionId);
    const [asked] = await askedFor(catalogue, [card]);
    if (!asked) throw reviewNotFound();
    return { card, asked };
  }

  async function ownCard(
    userId: string,
    questionId: string,
    session: ClientSession | null = null,
  ): Promise<ReviewCardRecord> {
    const card = await models.reviewCards
      .findById(questionBestId(userId, questionId))
      .session(session)
      .lean<ReviewCardRecord>();
    if (!card) throw reviewNotFound();
    return card;
  }
}
