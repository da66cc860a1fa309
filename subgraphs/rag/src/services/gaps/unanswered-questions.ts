import { isLanguage } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, invalidCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { PipelineStage } from 'mongoose';
import { unansweredQuestionNotFound } from '../../errors.js';
import type { CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import { unknownLanguage } from '../field-problems.js';

/** Something that learners ask and nothing answers. */
export interface UnansweredQuestion {
  key: string;
  /** As it was put last, masked. */
  question: string;
  language: string;
  count: number;
  askerCount: number;
  firstAskedAt: Date;
  lastAskedAt: Date;
  dealtWithAt: Date | null;
  suggestions: CitationRecord[];
}

/**
 * What the documents lack, for authors. It is counted from the answers themselves: nothing is written down a second time,
 * and with an answer, its conversation or its asker's account the question is gone here as well.
 */
export interface UnansweredQuestions {
  /** Asked most first. @throws DomainError BAD_USER_INPUT for a wrong page size, cursor or language */
  page(
    filters: { dealtWith: boolean; language: string | null },
    page: { first: number; after: string | null },
  ): Promise<Page<UnansweredQuestion>>;
  /** @throws DomainError NOT_FOUND when nobody asks it */
  mark(key: string, dealtWith: boolean): Promise<UnansweredQuestion>;
}

/** Days for which a question counts. */
export const GAP_DAYS = 180;

/** Creates UnansweredQuestions over the models. */
export function createUnansweredQuestions({
  answers,
  gapMarks,
}: Pick<Models, 'answers' | 'gapMarks'>): UnansweredQuestions {
  return {
    async page({ dealtWith, language }, { first, after }) {
      if (language !== null && !isLanguage(language)) throw badUserInput([unknownLanguage(['language'])]);
      const size = pageSize(first);
      const [count, key] = positionIn(after) ?? [];
      const beyond = key === undefined ? [] : [{ $or: [{ count: { $lt: count } }, { count, key: { $gt: key } }] }];
      const open = { $match: { dealtWithAt: dealtWith ? { $ne: null } : null } };
      const [found] = await answers.aggregate<{ items: UnansweredQuestion[]; total: { count: number }[] }>([
        ...grouped({ key: null, language }),
        open,
        {
          $facet: {
            items: [
              ...beyond.map(($match): PipelineStage.Match => ({ $match })),
              { $sort: { count: -1, key: 1 } },
              { $limit: size + 1 },
            ],
            total: [{ $count: 'count' }],
          },
        },
      ]);
      return connectionFrom(found?.items ?? [], {
        first: size,
        totalCount: found?.total[0]?.count ?? 0,
        continued: key !== undefined,
        cursorOf: (gap) => [String(gap.count), gap.key],
      });
    },

    async mark(key, dealtWith) {
      if (dealtWith) await gapMarks.updateOne({ _id: key }, { $set: { dealtWithAt: new Date() } }, { upsert: true });
      else await gapMarks.deleteOne({ _id: key });
      const [gap] = await answers.aggregate<UnansweredQuestion>(grouped({ key, language: null }));
      if (gap) return gap;
      await gapMarks.deleteOne({ _id: key });
      throw unansweredQuestionNotFound();
    },
  };

  /** Questions with the same key as one. What was asked again since it was dealt with is open. */
  function grouped({ key, language }: { key: string | null; language: string | null }): PipelineStage[] {
    const since = new Date(Date.now() - GAP_DAYS * 86_400_000);
    return [
      {
        // Without the first condition the partial index could not be used.
        $match: {
          'gap.key': { $type: 'string', ...(key !== null && { $eq: key }) },
          createdAt: { $gte: since },
          ...(language !== null && { language }),
        },
      },
      { $project: { gap: 1, language: 1, userId: 1, createdAt: 1, suggestions: 1 } },
      { $sort: { createdAt: 1 } },
      {
        $group: {
          _id: '$gap.key',
          question: { $last: '$gap.question' },
          language: { $last: '$language' },
          count: { $sum: 1 },
          askers: { $addToSet: '$userId' },
          firstAskedAt: { $min: '$createdAt' },
          lastAskedAt: { $max: '$createdAt' },
          suggestions: { $last: '$suggestions' },
        },
      },
      { $lookup: { from: gapMarks.collection.name, localField: '_id', foreignField: '_id', as: 'mark' } },
      { $set: { mark: { $first: '$mark.dealtWithAt' } } },
      {
        $project: {
          _id: 0,
          key: '$_id',
          question: 1,
          language: 1,
          count: 1,
          askerCount: { $size: '$askers' },
          firstAskedAt: 1,
          lastAskedAt: 1,
          suggestions: { $ifNull: ['$suggestions', []] },
          dealtWithAt: { $cond: [{ $gte: ['$mark', '$lastAskedAt'] }, '$mark', null] },
        },
      },
    ];
  }
}

function positionIn(after: string | null): [number, string] | null {
  const position = decodeCursor(after, 2);
  if (position === null) return null;
  const [count = '', key = ''] = position;
  if (!/^\d{1,9}$/.test(count)) throw invalidCursor();
  return [Number(count), key];
}
