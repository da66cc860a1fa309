import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Finds the questions that nothing answers, and makes the collection of those that authors dealt with. */
export const unansweredQuestions: Migration = {
  version: 5,
  name: 'unanswered-questions',
  async up(connection) {
    const { answers, gapMarks } = createModels(connection);
    await gapMarks.createCollection();
    await answers.collection.createIndex(
      { 'gap.key': 1, createdAt: -1 },
      { partialFilterExpression: { 'gap.key': { $type: 'string' } } },
    );
  },
};
