import { inTransaction } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { Connection } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { Askers } from '../privacy/askers.js';
import type { AnswerMover } from './answer-mover.js';

/** Questions of one learner that go on from each other. */
export interface Conversation {
  id: string;
  userId: string;
  /** Its first question. */
  title: string;
  answerCount: number;
  startedAt: Date;
  lastAskedAt: Date;
  /** Of the newest answer. */
  lastAnswerId: string;
}

/** A page of one user's conversations. */
export type ConversationPage = Page<Conversation> & { userId: string };

/** A learner's conversations with the assistant. */
export interface Conversations {
  /** The one asked in last comes first. @throws DomainError BAD_USER_INPUT for a wrong page size or cursor */
  page(userId: string, page: { first: number; after: string | null }): Promise<ConversationPage>;
  /**
   * Deletes one with all its answers; an answer that is being made for it is not kept.
   * @returns false when this user has no such conversation
   */
  remove(userId: string, conversationId: string): Promise<boolean>;
}

/** Creates Conversations over the models. */
export function createConversations(deps: {
  connection: Connection;
  models: Pick<Models, 'answers'>;
  askers: Pick<Askers, 'admit'>;
  mover: Pick<AnswerMover, 'bringIn'>;
}): Conversations {
  const { connection, models, askers, mover } = deps;
  return {
    async page(userId, { first, after }) {
      const size = pageSize(first);
      const [before] = decodeCursor(after, 1) ?? [];
      await mover.bringIn({ userId });
      const [found] = await models.answers.aggregate<{ items: Conversation[]; total: { count: number }[] }>([
        { $match: { userId } },
        { $sort: { userId: 1, _id: -1 } },
        // The index gives the order; texts and citations of all answers need not be carried along.
        { $project: { userId: 1, conversationId: 1, query: 1, createdAt: 1 } },
        {
          $group: {
            _id: '$conversationId',
            userId: { $first: '$userId' },
            title: { $last: '$query' },
            answerCount: { $sum: 1 },
            startedAt: { $last: '$createdAt' },
            lastAskedAt: { $first: '$createdAt' },
            lastAnswerId: { $first: '$_id' },
          },
        },
        { $set: { id: '$_id' } },
        {
          $facet: {
            items: [
              ...(before === undefined ? [] : [{ $match: { lastAnswerId: { $lt: before } } }]),
              { $sort: { lastAnswerId: -1 as const } },
              { $limit: size + 1 },
            ],
            total: [{ $count: 'count' }],
          },
        },
      ]);
      const page = connectionFrom(found?.items ?? [], {
        first: size,
        totalCount: found?.total[0]?.count ?? 0,
        continued: before !== undefined,
        cursorOf: ({ lastAnswerId }) => [lastAnswerId],
      });
      return { ...page, userId };
    },

    async remove(userId, conversationId) {
      await mover.bringIn({ userId });
      let removed = 0;
      await inTransaction(connection, async (session) => {
        // Collides with an answer that is being stored for the same user, so that neither misses the other.
        await askers.admit(session, userId);
        const { deletedCount } = await models.answers.deleteMany({ userId, conversationId }, { session });
        removed = deletedCount;
      });
      return removed > 0;
    },
  };
}
