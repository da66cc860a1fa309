import type { Migration } from '@doctorpy/service-kit/mongo';

/** The collections of review with the indexes of its queue, its idempotency and its learner's history. */
export const review: Migration = {
  version: 5,
  name: 'review',
  async up(connection) {
    const collection = (name: string) => connection.collection(name);
    await collection('review_cards').createIndex({ userId: 1, due: 1, _id: 1 });
    await collection('reviews').createIndex(
      { userId: 1, idempotencyKey: 1 },
      { unique: true, partialFilterExpression: { idempotencyKey: { $type: 'string' } } },
    );
    await collection('reviews').createIndex({ userId: 1, questionId: 1, submittedAt: -1 });
    await collection('reviews').createIndex({ userId: 1, submittedAt: -1, _id: -1 });
  },
};
