import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import { answerNotFound } from '../../errors.js';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import { textTooLong } from '../field-problems.js';
import type { AnswerMover } from './answer-mover.js';

/** A page of one user's answers. */
export type AnswerPage = Page<AnswerRecord> & { userId: string };

/** A learner's answers, once they are given. */
export interface Answers {
  /** Answers by id, whoever they belong to, in the order of the ids; null where there is none. */
  byIds(ids: readonly string[]): Promise<(AnswerRecord | null)[]>;
  /** Newest first. @throws DomainError BAD_USER_INPUT for a wrong page size or cursor */
  page(
    userId: string,
    page: { first: number; after: string | null; conversationId?: string | null },
  ): Promise<AnswerPage>;
  /**
   * Keeps what a learner thought of an answer; saying it again replaces it, a comment of nothing but spaces is none.
   * @throws DomainError NOT_FOUND unless it is this user's, BAD_USER_INPUT when the comment is too long
   */
  rate(rating: { answerId: string; helpful: boolean; comment: string | null }, userId: string): Promise<AnswerRecord>;
}

const longestComment = 2000;

/** Creates Answers over the models. */
export function createAnswers(deps: { models: Pick<Models, 'answers'>; mover: Pick<AnswerMover, 'bringIn'> }): Answers {
  const { answers } = deps.models;
  const { mover } = deps;
  return {
    async byIds(ids) {
      const byId = await found(ids);
      const missing = ids.filter((id) => !byId.has(id));
      if (missing.length > 0 && (await mover.bringIn({ ids: missing }))) {
        for (const [id, record] of await found(missing)) byId.set(id, record);
      }
      return ids.map((id) => byId.get(id) ?? null);
    },

    async page(userId, { first, after, conversationId = null }) {
      const size = pageSize(first);
      const [before] = decodeCursor(after, 1) ?? [];
      await mover.bringIn({ userId });
      const all = { userId, ...(conversationId !== null && { conversationId }) };
      const filter = { ...all, ...(before !== undefined && { _id: { $lt: before } }) };
      const [items, totalCount] = await Promise.all([
        answers
          .find(filter)
          .sort({ _id: -1 })
          .limit(size + 1)
          .lean(),
        answers.countDocuments(all),
      ]);
      const continued = before !== undefined;
      return { ...connectionFrom(items, { first: size, totalCount, continued, cursorOf: ({ _id }) => [_id] }), userId };
    },

    async rate({ answerId, helpful, comment: written }, userId) {
      const comment = written?.trim() || null;
      const actual = comment?.length ?? 0;
      if (actual > longestComment) {
        const name = { fr: 'Le commentaire', en: 'The comment' };
        throw badUserInput([textTooLong(['comment'], name, { maximum: longestComment, actual })]);
      }
      await mover.bringIn({ userId });
      const rated = await answers
        .findOneAndUpdate({ _id: answerId, userId }, { $set: { helpful, comment } }, { returnDocument: 'after' })
        .lean();
      if (!rated) throw answerNotFound();
      return rated;
    },
  };

  async function found(ids: readonly string[]): Promise<Map<string, AnswerRecord>> {
    const records = await answers.find({ _id: { $in: [...ids] } }).lean();
    return new Map(records.map((record) => [record._id, record]));
  }
}
