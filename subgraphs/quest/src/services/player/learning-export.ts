import { decodeCursor, encodeCursor, invalidCursor } from '@doctorpy/service-kit/pagination';
import { type ExportedList, takeWithin } from '@doctorpy/service-kit/personal-data';
import { trusted } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { ReviewRecord } from '../../models/review.model.js';
import type { Privacy } from './privacy.js';

/** Gives learners what quest holds about them, as docs/reference/privacy.md describes it. Never an answer key. */
export type LearningExport = ReturnType<typeof createLearningExport>;

/** The largest list about review: beside runs and answers, all of it has to fit into one response. */
const REVIEW_BYTES = 2 * 1024 * 1024;

/** The exports of one database. */
export function createLearningExport({ models, privacy }: { models: Models; privacy: Privacy }) {
  return {
    /** Everything, with the newest answers; after a cursor that an earlier call gave, the answers before. */
    async of(userId: string, after: string | null): Promise<Record<string, unknown>> {
      const position = positionOf(after);
      const answers = await answersOf(userId, position);
      const last = answers.items.at(-1);
      const next = answers.complete || !last ? null : encodeCursor([last.submittedAt.toISOString(), last.id]);
      return { ...(position ? {} : await totalsOf(userId)), answers, next };
    },
  };

  async function totalsOf(userId: string) {
    const { alias: _alias, userId: _userId, ...settings } = await privacy.of(userId);
    const [learner, bests, held, lines, runs, cards, reviews] = await Promise.all([
      models.learners.findById(userId).lean(),
      models.questionBests.find({ userId }).lean(),
      models.unlocked.find({ userId }).sort({ unlockedAt: 1 }).lean(),
      models.boardScores.find({ userId }).sort({ board: 1 }).lean(),
      takeWithin(models.progress.find({ userId }).sort({ startedAt: -1, _id: -1 }).lean().cursor()),
      takeWithin(models.reviewCards.find({ userId }).sort({ due: 1, _id: 1 }).lean().cursor(), REVIEW_BYTES),
      takeWithin(models.reviews.find({ userId }).sort({ submittedAt: -1, _id: -1 }).lean().cursor(), REVIEW_BYTES),
    ]);
    const {
      _id,
      visibilityChanges: _changes,
      heldAchievementIds: _held,
      hidden: _hidden,
      ...totals
    } = learner ?? { _id: userId };
    return {
      totals: learner ? totals : null,
      privacy: settings,
      runs: {
        ...runs,
        items: runs.items.map(({ _id: id, userId: _owner, ...run }) => ({ id, ...run })),
      },
      questions: bests.map(({ _id: id, userId: _owner, ...best }) => ({
        question: id.slice(userId.length + 1),
        ...best,
      })),
      review: {
        cards: { ...cards, items: cards.items.map(({ _id: _card, userId: _owner, ...card }) => card) },
        answers: { ...reviews, items: reviews.items.map(toExportedReview) },
      },
      achievements: held.map(({ achievementId, unlockedAt }) => ({ achievementId, unlockedAt })),
      leaderboards: lines.map(({ board, score, reachedAt }) => ({ board, score, reachedAt })),
    };
  }

  async function answersOf(userId: string, position: Position | null): Promise<ExportedList<ExportedAnswer>> {
    const { at, id } = position ?? {};
    const older = at
      ? { $or: [{ submittedAt: trusted({ $lt: at }) }, { submittedAt: at, _id: trusted({ $lt: id }) }] }
      : {};
    const found = models.attempts
      .find({ userId, ...older })
      .sort({ submittedAt: -1, _id: -1 })
      .lean<AttemptRecord[]>()
      .cursor({ batchSize: 500 });
    return takeWithin(mapped(found));
  }
}

type Position = { at: Date; id: string };

function positionOf(after: string | null): Position | null {
  const [at, id] = decodeCursor(after, 2) ?? [];
  if (at === undefined || id === undefined) return null;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw invalidCursor();
  return { at: date, id };
}

type ExportedAnswer = ReturnType<typeof toExported>;

async function* mapped(attempts: AsyncIterable<AttemptRecord>): AsyncGenerator<ExportedAnswer> {
  for await (const attempt of attempts) yield toExported(attempt);
}

function toExportedReview({ _id: id, questId, questVersion, questionKey, answer, submittedAt, grade }: ReviewRecord) {
  return { id, questId, questVersion, questionKey, answer, submittedAt, verdict: grade.verdict };
}

function toExported(attempt: AttemptRecord) {
  const { _id: id, questId, questVersion, progressId, questionKey, answer, submittedAt, gradedAt, grade } = attempt;
  const { scoreAwarded, hintsRevealed } = attempt;
  const { verdict } = grade;
  return {
    id,
    questId,
    questVersion,
    progressId,
    questionKey,
    answer,
    submittedAt,
    gradedAt,
    verdict,
    scoreAwarded,
    hintsRevealed,
  };
}
