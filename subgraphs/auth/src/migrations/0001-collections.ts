import { prepareEventCollections } from '@doctorpy/service-kit/events';
import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collections with their indexes. */
export const collections: Migration = {
  version: 1,
  name: 'collections',
  async up(connection) {
    const { accounts, refreshTokens, roleGuard, sessions } = createModels(connection);
    for (const model of [accounts, sessions, refreshTokens, roleGuard]) {
      await model.createCollection();
      await model.createIndexes();
    }
    await roleGuard.updateOne({ _id: 'admins' }, { $setOnInsert: { changes: 0 } }, { upsert: true });
    await prepareEventCollections(connection);
  },
};
