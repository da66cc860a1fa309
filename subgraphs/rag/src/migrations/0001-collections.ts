import { prepareEventCollections } from '@doctorpy/service-kit/events';
import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** The first collections and the indexes their readers need. Collections are made ahead: a transaction cannot make them. */
export const collections: Migration = {
  version: 1,
  name: 'collections',
  async up(connection) {
    const { answers, documents, indexState, learnerFocus, passages, promptTemplates } = createModels(connection);
    for (const model of [answers, documents, indexState, learnerFocus, passages, promptTemplates]) {
      await model.createCollection();
    }
    await answers.collection.createIndex({ userId: 1, _id: -1 });
    await answers.collection.createIndex({ userId: 1, conversationId: 1, _id: -1 });
    await answers.collection.createIndex(
      { userId: 1, idempotencyKey: 1 },
      { unique: true, partialFilterExpression: { idempotencyKey: { $type: 'string' } } },
    );
    await documents.collection.createIndex({ category: 1 });
    await documents.collection.createIndex({ tags: 1 });
    await passages.collection.createIndex({ documentId: 1, position: 1 });
    await promptTemplates.collection.createIndex({ queryType: 1, level: 1, language: 1 }, { unique: true });
    await indexState.updateOne({ _id: 'passages' }, { $setOnInsert: { version: 0 } }, { upsert: true });
    await prepareEventCollections(connection);
  },
};
