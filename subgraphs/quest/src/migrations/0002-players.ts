import type { Migration } from '@doctorpy/service-kit/mongo';

/** The collections of how people appear, and the indexes that leave out hidden lines and find what belongs to one person. */
export const players: Migration = {
  version: 2,
  name: 'players',
  async up(connection) {
    const collection = (name: string) => connection.collection(name);
    // An index makes its collection, too: one that is born inside a transaction makes parallel ones fail.
    await collection('departed_totals').createIndex({ _id: 1 });
    await collection('players').createIndex({ removeAt: 1 }, { expireAfterSeconds: 0 });
    await collection('players').createIndex(
      { 'suspension.until': 1 },
      { partialFilterExpression: { 'suspension.until': { $type: 'date' } }, name: 'suspensions_with_an_end' },
    );
    await collection('players').createIndex(
      { leftAt: 1 },
      { partialFilterExpression: { leftAt: { $type: 'date' } }, name: 'those_who_left' },
    );
    const lines = collection('board_scores');
    await lines.updateMany({ hidden: { $exists: false } }, { $set: { hidden: false } });
    await lines.createIndex({ board: 1, hidden: 1, score: -1, reachedAt: 1, userId: -1 });
    await lines.createIndex({ board: 1, hidden: 1, reachedAt: -1 });
    await lines.createIndex({ userId: 1 });
    await collection('attempts').createIndex({ userId: 1, submittedAt: -1, _id: -1 });
  },
};
