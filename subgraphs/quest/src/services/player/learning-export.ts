import { decodeCursor, encodeCursor, invalidCursor } from '@doctorpy/service-kit/pagination';
import { EXPORT_LIST_BYTES, type ExportedList, takeWithin } from '@doctorpy/service-kit/personal-data';
import { trusted } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { ReviewRecord } from '../../models/review.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { Privacy } from './privacy.js';

/** Gives learners what quest holds about them, as docs/reference/privacy.md describes it. Never an answer key. */
export type LearningExport = ReturnType<typeof createLearningExport>;

/** The largest list about review in one part: with runs and answers beside it, a part has to fit into one response. */
const REVIEW_BYTES = 2 * 1024 * 1024;

/** The exports of one database. */
export function createLearningExport({ models, privacy }: { models: Models; privacy: Privacy }) {
  return {
    /**
     * Everything, of long lists the beginning; after the cursor that an earlier call gave as `next`, what follows in each
     * list, nothing in those that have ended. BAD_USER_INPUT for a cursor that is not one of these.
     */
    async of(userId: string, after: string | null): Promise<Record<string, unknown>> {
      const places = placesIn(after);
      const [answers, runs, reviews, cards] = await Promise.all([
        take(places[0], (place) => answersOf(userId, place), EXPORT_LIST_BYTES),
        take(places[1], (place) => runsOf(userId, place), EXPORT_LIST_BYTES),
        take(places[2], (place) => reviewsOf(userId, place), REVIEW_BYTES),
        take(places[3], (place) => cardsOf(userId, place), REVIEW_BYTES),
      ]);
      return {
        ...(after === null ? await totalsOf(userId) : {}),
        runs: runs.list,
        review: { cards: cards.list, answers: reviews.list },
        answers: answers.list,
        next: cursorTo([answers.rest, runs.rest, reviews.rest, cards.rest]),
      };
    },
  };

  async function totalsOf(userId: string) {
    const { alias: _alias, userId: _userId, ...settings } = await privacy.of(userId);
    const [learner, bests, held, lines] = await Promise.all([
      models.learners.findById(userId).lean(),
      models.questionBests.find({ userId }).lean(),
      models.unlocked.find({ userId }).sort({ unlockedAt: 1 }).lean(),
      models.boardScores.find({ userId }).sort({ board: 1 }).lean(),
    ]);
    const {
      _id,
      visibilityChanges: _changes,
      heldAchievementIds: _held,
      shown: _shown,
      ...totals
    } = learner ?? { _id: userId };
    return {
      totals: learner ? totals : null,
      privacy: settings,
      questions: bests.map(({ _id: id, userId: _owner, ...best }) => ({
        question: id.slice(userId.length + 1),
        ...best,
      })),
      achievements: held.map(({ achievementId, unlockedAt }) => ({ achievementId, unlockedAt })),
      leaderboards: lines.map(({ board, score, reachedAt }) => ({ board, score, reachedAt })),
    };
  }

  async function* answersOf(userId: string, place: Place | null) {
    const found = models.attempts
      .find({ userId, ...olderThan('submittedAt', place) })
      .sort({ submittedAt: -1, _id: -1 })
      .lean<AttemptRecord[]>()
      .cursor({ batchSize: 500 });
    for await (const attempt of found) yield placed(attempt.submittedAt, attempt._id, toExported(attempt));
  }

  async function* runsOf(userId: string, place: Place | null) {
    const found = models.progress
      .find({ userId, ...olderThan('startedAt', place) })
      .sort({ startedAt: -1, _id: -1 })
      .lean<ProgressRecord[]>()
      .cursor({ batchSize: 500 });
    for await (const { _id: id, userId: _owner, ...run } of found) yield placed(run.startedAt, id, { id, ...run });
  }

  async function* reviewsOf(userId: string, place: Place | null) {
    const found = models.reviews
      .find({ userId, ...olderThan('submittedAt', place) })
      .sort({ submittedAt: -1, _id: -1 })
      .lean<ReviewRecord[]>()
      .cursor({ batchSize: 500 });
    for await (const review of found) yield placed(review.submittedAt, review._id, toExportedReview(review));
  }

  /** By question, not by when they are due: that may change while somebody reads on. */
  async function* cardsOf(userId: string, place: Place | null) {
    const found = models.reviewCards
      .find({ userId, ...(place ? { _id: trusted({ $gt: place[1] }) } : {}) })
      .sort({ _id: 1 })
      .lean<ReviewCardRecord[]>()
      .cursor({ batchSize: 500 });
    for await (const { _id, userId: _owner, ...card } of found) yield placed(card.lastReview, _id, card);
  }
}

/** Where something stands in its list: a time, and an id that tells it from what happened at the same instant. */
type Place = readonly [at: Date, id: string];

/** Where each list goes on: null at its beginning, `ended` when all of it was given. */
type Rest = Place | 'ended' | null;

/** An item and its place, which does not belong to what is exported. */
interface Placed<Item> {
  place: Place;
  item: Item;
}

/** Answers, runs, answers in review, cards. */
const LISTS = 4;

function placed<Item>(at: Date, id: string, item: Item): Placed<Item> {
  return { place: [at, id], item };
}

/** Reads a list from a place as far as `maxBytes` allow, and tells where it goes on. */
async function take<Item>(
  from: Rest | undefined,
  read: (place: Place | null) => AsyncIterable<Placed<Item>>,
  maxBytes: number,
): Promise<{ list: ExportedList<Item>; rest: Rest }> {
  if (from === 'ended') return { list: { items: [], complete: true }, rest: 'ended' };
  const { items, complete } = await takeWithin(read(from ?? null), maxBytes);
  const rest = complete ? 'ended' : (items.at(-1)?.place ?? 'ended');
  return { list: { items: items.map(({ item }) => item), complete }, rest };
}

/** The cursor to what follows; null when every list has ended. */
function cursorTo(rests: readonly Rest[]): string | null {
  if (rests.every((rest) => rest === 'ended')) return null;
  return encodeCursor(
    rests.flatMap((rest) => (rest === 'ended' || rest === null ? ['', ''] : [rest[0].toISOString(), rest[1]])),
  );
}

function placesIn(after: string | null): Rest[] {
  const parts = decodeCursor(after, 2 * LISTS);
  if (parts === null) return [];
  return Array.from({ length: LISTS }, (_, index) => {
    const [at = '', id = ''] = parts.slice(2 * index);
    if (at === '') return 'ended';
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) throw invalidCursor();
    return [date, id];
  });
}

function olderThan(field: 'submittedAt' | 'startedAt', place: Place | null) {
  if (place === null) return {};
  const [at, id] = place;
  return { $or: [{ [field]: trusted({ $lt: at }) }, { [field]: at, _id: trusted({ $lt: id }) }] };
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
