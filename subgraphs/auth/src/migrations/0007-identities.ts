import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Makes the collections of identities at OpenID providers and of sign-ins there that have not ended. */
export const identities: Migration = {
  version: 7,
  name: 'identities',
  async up(connection) {
    const { identities: model, openIdFlows } = createModels(connection);
    for (const collection of [model, openIdFlows]) {
      await collection.createCollection();
      await collection.createIndexes();
    }
  },
};
