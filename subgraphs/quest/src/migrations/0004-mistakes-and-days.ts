import type { Migration } from '@doctorpy/service-kit/mongo';

/**
 * Tells from the answers there are which questions a learner was ever mistaken on, which flawless quests depend on, and
 * finds who was active today now that learners' days begin when their own zones say.
 */
export const mistakesAndDays: Migration = {
  version: 4,
  name: 'mistakes-and-days',
  async up(connection) {
    const bests = connection.collection('question_bests');
    await connection
      .collection('attempts')
      .aggregate([
        { $match: { state: 'GRADED', 'grade.verdict': { $ne: 'CORRECT' } } },
        { $group: { _id: { $concat: ['$userId', '|', '$questId', ':', '$questionKey'] } } },
        { $set: { mistaken: true } },
        { $merge: { into: 'question_bests', on: '_id', whenMatched: 'merge', whenNotMatched: 'discard' } },
      ])
      .toArray();
    await bests.updateMany({ mistaken: { $exists: false } }, { $set: { mistaken: false } });
    for (const [field, mistaken] of [
      ['questionsFlawless', false],
      ['questionsRecovered', true],
    ] as const) {
      await connection.collection('learners').updateMany({ [field]: { $exists: false } }, { $set: { [field]: 0 } });
      await bests
        .aggregate([
          { $match: mistaken ? { correct: true, mistaken } : { correct: true, mistaken, hintsRevealed: 0 } },
          { $group: { _id: '$userId', [field]: { $sum: 1 } } },
          { $merge: { into: 'learners', on: '_id', whenMatched: 'merge', whenNotMatched: 'discard' } },
        ])
        .toArray();
    }
    await connection.collection('learners').createIndex({ lastActiveAt: 1 });
  },
};
