import { connectionFrom, decodeCursor, invalidCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import { trusted } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import { type Asked, askedFor } from './asked.js';

/** A card with the question that it asks. */
export interface ReviewItemView {
  card: ReviewCardRecord;
  asked: Asked;
}

/** A page of one learner's queue; the owner is told on every level, for access checks. */
export interface ReviewPage extends Page<ReviewItemView> {
  userId: string;
  /** When the next question comes back that is not due yet. */
  nextDueAt: Date | null;
  edges: { userId: string; cursor: string; node: ReviewItemView }[];
}

/** What the queue needs. */
export interface ReviewQueueDeps {
  models: Pick<Models, 'reviewCards'>;
  catalogue: Pick<Catalogue, 'newestOf' | 'versions'>;
  clock: Clock;
}

/** What learners are to answer again. */
export type ReviewQueue = ReturnType<typeof createReviewQueue>;

/** Reads the queue. */
export function createReviewQueue({ models: { reviewCards }, catalogue, clock }: ReviewQueueDeps) {
  return {
    /**
     * A page of what is due now, what has waited longest first. BAD_USER_INPUT for a page size or cursor that cannot be
     * used.
     */
    async of(userId: string, page: { first: number; after?: string | null | undefined }): Promise<ReviewPage> {
      const first = pageSize(page.first);
      const after = decodeCursor(page.after, 2);
      const now = clock.now();
      const due = { userId, due: trusted({ $lte: now }) };
      const [found, totalCount, next] = await Promise.all([
        reviewCards
          .find(after ? { $and: [due, beyond(after)] } : due)
          .sort({ due: 1, _id: 1 })
          .limit(first + 1)
          .lean<ReviewCardRecord[]>(),
        reviewCards.countDocuments(due),
        reviewCards
          .findOne({ userId, due: trusted({ $gt: now }) }, { due: 1 })
          .sort({ due: 1, _id: 1 })
          .lean<Pick<ReviewCardRecord, 'due'>>(),
      ]);
      const asked = await askedFor(catalogue, found);
      const items = found.flatMap((card, index) => {
        const its = asked[index];
        return its ? [{ card, asked: its }] : [];
      });
      const cursorOf = ({ card }: ReviewItemView) => [card.due.toISOString(), card._id];
      const connection = connectionFrom(items, { first, totalCount, cursorOf, continued: after !== null });
      const edges = connection.edges.map((edge) => ({ ...edge, userId }));
      return { ...connection, edges, userId, nextDueAt: next?.due ?? null };
    },
  };
}

function beyond([due = '', id = '']: string[]) {
  const at = new Date(due);
  if (Number.isNaN(at.getTime())) throw invalidCursor();
  return { $or: [{ due: trusted({ $gt: at }) }, { due: at, _id: trusted({ $gt: id }) }] };
}
