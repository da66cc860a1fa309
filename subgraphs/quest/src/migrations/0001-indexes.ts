import { prepareEventCollections } from '@doctorpy/service-kit/events';
import type { Migration } from '@doctorpy/service-kit/mongo';

/**
 * The collections with the indexes that their rules and queries rely on. All are made here: a collection that is born
 * inside a transaction makes parallel ones fail.
 */
export const indexes: Migration = {
  version: 1,
  name: 'indexes',
  async up(connection) {
    await prepareEventCollections(connection);
    const collection = (name: string) => connection.collection(name);
    await collection('quests').createIndex({ position: 1, _id: 1 });
    await collection('quests').createIndex({ category: 1, position: 1, _id: 1 });
    await collection('quest_versions').createIndex({ questId: 1, version: -1 }, { unique: true });
    await collection('quest_categories').createIndex({ position: 1 });
    await collection('achievements').createIndex({ position: 1 });
    await collection('unlocked_achievements').createIndex({ userId: 1, achievementId: 1 }, { unique: true });
    await collection('quest_progress').createIndex(
      { userId: 1, questId: 1 },
      { unique: true, partialFilterExpression: { status: 'IN_PROGRESS' }, name: 'one_run_under_way' },
    );
    await collection('quest_progress').createIndex({ userId: 1, startedAt: -1, _id: -1 });
    await collection('quest_progress').createIndex({ userId: 1, questId: 1, startedAt: -1 });
    await collection('quest_progress').createIndex({ status: 1 });
    await collection('attempts').createIndex(
      { userId: 1, idempotencyKey: 1 },
      { unique: true, partialFilterExpression: { idempotencyKey: { $type: 'string' } } },
    );
    await collection('attempts').createIndex({ progressId: 1, questionKey: 1, submittedAt: -1 });
    await collection('attempts').createIndex(
      { submittedAt: 1 },
      { partialFilterExpression: { state: 'PENDING' }, name: 'waiting_for_the_grader' },
    );
    await collection('learners').createIndex({ lastActiveDay: 1 });
    await collection('question_bests').createIndex({ userId: 1 });
    await collection('board_scores').createIndex({ board: 1, score: -1, reachedAt: 1, userId: -1 });
    await collection('board_scores').createIndex({ board: 1, reachedAt: -1 });
    await collection('board_scores').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  },
};
