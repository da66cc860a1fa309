import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the indexes by which due deletions, and everything about one person, are found. */
export const privacy: Migration = {
  version: 10,
  name: 'privacy',
  async up(connection) {
    const { accounts, mails, refreshTokens } = createModels(connection);
    for (const model of [accounts, mails, refreshTokens]) await model.createIndexes();
  },
};
