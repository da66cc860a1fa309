import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Finds the answers that somebody rated, which are few. */
export const ratedAnswers: Migration = {
  version: 6,
  name: 'rated-answers',
  async up(connection) {
    const { answers } = createModels(connection);
    await answers.collection.createIndex(
      { helpful: 1, _id: -1 },
      { partialFilterExpression: { helpful: { $type: 'bool' } } },
    );
  },
};
