import type { Connection } from 'mongoose';
import { outboxModel } from './outbox.model.js';
import { processedEventModel } from './processed-event.model.js';
import { relayLeaseModel } from './relay-lease.model.js';

/**
 * Makes the collections and indexes that events need in a service's database; does nothing to those that exist.
 * Belongs in the service's first migration: a collection born inside a transaction makes parallel ones fail.
 */
export async function prepareEventCollections(connection: Connection): Promise<void> {
  for (const model of [outboxModel(connection), processedEventModel(connection), relayLeaseModel(connection)]) {
    await model.createCollection();
    await model.createIndexes();
  }
}
