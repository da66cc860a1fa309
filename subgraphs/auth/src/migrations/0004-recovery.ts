import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collections of mails and of what their links allow. */
export const recovery: Migration = {
  version: 4,
  name: 'recovery',
  async up(connection) {
    const { mails, recoveryGrants } = createModels(connection);
    for (const model of [mails, recoveryGrants]) {
      await model.createCollection();
      await model.createIndexes();
    }
  },
};
