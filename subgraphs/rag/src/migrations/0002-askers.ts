import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collection of those who use the assistant. */
export const askers: Migration = {
  version: 2,
  name: 'askers',
  async up(connection) {
    const { askers: model } = createModels(connection);
    await model.createCollection();
    await model.createIndexes();
  },
};
