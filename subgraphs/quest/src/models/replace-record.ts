import type { ClientSession, Model, mongo } from 'mongoose';

/**
 * Replaces a record, or makes it, inside a transaction. It goes to the driver as it is: the rules have made every field of
 * it, and casting a run or a learner once more costs several times what writing it does. Undefined fields are left out.
 */
export async function replaceRecord<T extends { _id: string }>(
  session: ClientSession,
  model: Model<T>,
  record: T,
): Promise<void> {
  const collection = model.db.collection<mongo.Document & { _id: string }>(model.collection.collectionName);
  await collection.replaceOne({ _id: record._id }, record, { session, upsert: true, ignoreUndefined: true });
}
