import { isLanguage } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { AnswerMode, AnswerRecord, CitationRecord, QueryType } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import { unknownLanguage } from '../field-problems.js';
import { masked } from './question-gap.js';
import { GAP_DAYS } from './unanswered-questions.js';

/** An answer with what its asker thought of it, and without its asker. */
export interface RatedAnswer {
  id: string;
  question: string;
  queryType: QueryType;
  language: string;
  text: string;
  mode: AnswerMode;
  model: string | null;
  citations: CitationRecord[];
  helpful: boolean;
  comment: string | null;
  askedAt: Date;
}

/**
 * What learners think of answers, for authors. It is read from the answers themselves: with an answer, its conversation or its
 * asker's account the rating is gone here as well.
 */
export interface RatedAnswers {
  /** Newest first. @throws DomainError BAD_USER_INPUT for a wrong page size, cursor or language */
  page(
    filters: { helpful: boolean; language: string | null },
    page: { first: number; after: string | null },
  ): Promise<Page<RatedAnswer>>;
}

/** Creates RatedAnswers over the models. */
export function createRatedAnswers({ answers }: Pick<Models, 'answers'>): RatedAnswers {
  return {
    async page({ helpful, language }, { first, after }) {
      if (language !== null && !isLanguage(language)) throw badUserInput([unknownLanguage(['language'])]);
      const size = pageSize(first);
      const [before] = decodeCursor(after, 1) ?? [];
      const all = {
        // Without its type the partial index could not be used.
        helpful: { $type: 'bool' as const, $eq: helpful },
        createdAt: { $gte: new Date(Date.now() - GAP_DAYS * 86_400_000) },
        ...(language !== null && { language }),
      };
      const [records, totalCount] = await Promise.all([
        answers
          .find({ ...all, ...(before !== undefined && { _id: { $lt: before } }) })
          .sort({ _id: -1 })
          .limit(size + 1)
          .lean(),
        answers.countDocuments(all),
      ]);
      const page = { first: size, totalCount, continued: before !== undefined };
      return connectionFrom(records.map(withoutAsker), { ...page, cursorOf: ({ id }) => [id] });
    },
  };
}

function withoutAsker(record: AnswerRecord): RatedAnswer {
  const { _id, query, queryType, language, text, mode, model, citations, helpful, comment, createdAt } = record;
  return {
    id: _id,
    question: masked(query),
    queryType,
    language,
    text: masked(text),
    mode,
    model,
    citations,
    helpful: helpful === true,
    comment: comment === null ? null : masked(comment),
    askedAt: createdAt,
  };
}
