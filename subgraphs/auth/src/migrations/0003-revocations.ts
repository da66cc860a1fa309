import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collection of revocations. */
export const revocations: Migration = {
  version: 3,
  name: 'revocations',
  async up(connection) {
    const { revocations: model } = createModels(connection);
    await model.createCollection();
    await model.createIndexes();
  },
};
