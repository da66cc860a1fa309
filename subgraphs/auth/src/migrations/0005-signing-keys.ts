import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collection of signing keys with its indexes. */
export const signingKeys: Migration = {
  version: 5,
  name: 'signing-keys',
  async up(connection) {
    const { signingKeys: keys } = createModels(connection);
    await keys.createCollection();
    await keys.createIndexes();
  },
};
