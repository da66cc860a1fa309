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
  await collectionOf(model).replaceOne({ _id: record._id }, record, { session, upsert: true, ignoreUndefined: true });
}

/** Writes new records (at least one) in the same way; outside a transaction without a session. */
export async function insertRecords<T extends { _id: string }>(
  session: ClientSession | null,
  model: Model<T>,
  records: readonly T[],
): Promise<void> {
  const options = { ignoreUndefined: true, ...(session && { session }) };
  await collectionOf(model).insertMany([...records], options);
}

function collectionOf<T>(model: Model<T>): mongo.Collection<mongo.Document & { _id: string }> {
  return model.db.collection(model.collection.collectionName);
}
