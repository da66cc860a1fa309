import type { Migration } from '@doctorpy/service-kit/mongo';

/**
 * Drops the indexes of boards from before lines could be hidden: nothing reads by them any more, and every answer paid for
 * them once for each board.
 */
export const leanerBoards: Migration = {
  version: 7,
  name: 'leaner-boards',
  async up(connection) {
    const lines = connection.collection('board_scores');
    const stale = new Set(['board_1_score_-1_reachedAt_1_userId_-1', 'board_1_reachedAt_-1']);
    for (const { name } of await lines.indexes()) if (name && stale.has(name)) await lines.dropIndex(name);
  },
};
