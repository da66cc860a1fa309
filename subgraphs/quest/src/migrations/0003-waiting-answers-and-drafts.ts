import type { Migration } from '@doctorpy/service-kit/mongo';

/**
 * Finds the answers of one learner that wait for the grader without reading the others, and the drafts that were changed
 * last.
 */
export const waitingAnswersAndDrafts: Migration = {
  version: 3,
  name: 'waiting-answers-and-drafts',
  async up(connection) {
    await connection
      .collection('attempts')
      .createIndex({ userId: 1 }, { partialFilterExpression: { state: 'PENDING' }, name: 'waiting_of_a_learner' });
    await connection.collection('quest_drafts').createIndex({ updatedAt: -1, _id: -1 });
  },
};
