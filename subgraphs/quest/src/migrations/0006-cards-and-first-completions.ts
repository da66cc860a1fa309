import type { Migration } from '@doctorpy/service-kit/mongo';
import { backfillCards } from '../services/review/backfill.js';

/**
 * Gives learners who played before there were review cards the cards of their answers, and tells the first completion of a
 * quest from those that followed, so that they can be counted by an index.
 */
export const cardsAndFirstCompletions: Migration = {
  version: 6,
  name: 'cards-and-first-completions',
  async up(connection) {
    const runs = connection.collection('quest_progress');
    await runs.createIndex(
      { firstCompletion: 1 },
      { partialFilterExpression: { firstCompletion: true }, name: 'first_completions' },
    );
    await runs
      .aggregate(
        [
          { $match: { status: 'COMPLETED' } },
          { $sort: { completedAt: 1, _id: 1 } },
          {
            $group: {
              _id: { user: '$userId', quest: '$questId' },
              run: { $first: '$_id' },
              known: { $max: '$firstCompletion' },
            },
          },
          // Told already, by an earlier attempt at this or by whoever completed it meanwhile.
          { $match: { known: { $ne: true } } },
          { $project: { _id: '$run', firstCompletion: { $literal: true } } },
          { $merge: { into: 'quest_progress', on: '_id', whenMatched: 'merge', whenNotMatched: 'discard' } },
        ],
        { allowDiskUse: true },
      )
      .toArray();
    await backfillCards(connection);
  },
};
