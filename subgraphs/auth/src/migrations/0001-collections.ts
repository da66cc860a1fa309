import { prepareEventCollections } from '@doctorpy/service-kit/events';
import type { Migration } from '@doctorpy/service-kit/mongo';
import { accountModel } from '../models/account.model.js';
import { refreshTokenModel } from '../models/refresh-token.model.js';
import { roleGuardModel } from '../models/role-guard.model.js';
import { sessionModel } from '../models/session.model.js';

/** Makes the collections with their indexes. */
export const collections: Migration = {
  version: 1,
  name: 'collections',
  async up(connection) {
    for (const model of [accountModel, sessionModel, refreshTokenModel, roleGuardModel]) {
      await model(connection).createCollection();
      await model(connection).createIndexes();
    }
    await roleGuardModel(connection).updateOne({ _id: 'admins' }, { $setOnInsert: { changes: 0 } }, { upsert: true });
    await prepareEventCollections(connection);
  },
};
