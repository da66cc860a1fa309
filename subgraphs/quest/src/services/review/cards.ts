import { replaceRecord } from '@doctorpy/service-kit/mongo';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import { questionBestId } from '../../models/learner.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import { questionId } from '../catalogue/public-question.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import type { Grade } from '../grading/grade.js';
import { remember } from './memory.js';
import { type Recall, ratingOf } from './rating.js';

/** A graded answer that memory learns from. */
export interface Answered extends Pick<Recall, 'attempts' | 'hintsRevealed'> {
  userId: string;
  questId: string;
  questVersion: number;
  content: Pick<QuestContent, 'concepts'>;
  question: Pick<QuestionContent, 'key' | 'concepts'>;
  grade: Pick<Grade, 'verdict' | 'scoreRatio'>;
  at: Date;
}

/** The cards of learners. */
export type ReviewCards = ReturnType<typeof createReviewCards>;

/** Keeps one card for each learner and question. */
export function createReviewCards({ reviewCards }: Pick<Models, 'reviewCards'>) {
  return {
    /**
     * Tells the card of a graded answer, inside the transaction that grades. Gives the card as it is then.
     * @param known the card, read in this transaction before; null when there is none
     */
    async learn(
      session: ClientSession,
      answered: Answered,
      known?: ReviewCardRecord | null,
    ): Promise<ReviewCardRecord> {
      const _id = questionBestId(answered.userId, questionId(answered.questId, answered.question.key));
      const before =
        known === undefined ? await reviewCards.findById(_id).session(session).lean<ReviewCardRecord>() : known;
      const card = cardAfter(before, answered);
      await replaceRecord(session, reviewCards, card);
      return card;
    },
  };
}

/** The card after one more graded answer; `before` is null for the first one. */
export function cardAfter(before: ReviewCardRecord | null, answered: Answered): ReviewCardRecord {
  const { userId, questId, questVersion, content, question, grade, at } = answered;
  const id = questionId(questId, question.key);
  return {
    _id: questionBestId(userId, id),
    userId,
    questionId: id,
    questId,
    questionKey: question.key,
    questVersion,
    concepts: question.concepts ?? content.concepts,
    ...remember(before, ratingOf({ ...answered, verdict: grade.verdict }), at),
    missed: (before?.missed ?? 0) + (grade.verdict === 'CORRECT' ? 0 : 1),
    lastRatio: grade.scoreRatio,
  };
}
