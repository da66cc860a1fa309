import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collection of second factors with its indexes. */
export const secondFactors: Migration = {
  version: 8,
  name: 'second-factors',
  async up(connection) {
    const { secondFactors: factors } = createModels(connection);
    await factors.createCollection();
    await factors.createIndexes();
  },
};
