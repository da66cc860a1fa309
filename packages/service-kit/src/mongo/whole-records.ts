import type { ClientSession, Model, mongo } from 'mongoose';

/**
 * Replaces a record, or makes it, inside a transaction. It goes to the driver as it is: this service has just made every
 * field of it, and mongoose's casting and checking it once more costs several times what writing it does. Undefined
 * fields are left out. Never give it what somebody else sent.
 */
export async function replaceRecord<T extends { _id: string }>(
  session: ClientSession,
  model: Model<T>,
  record: T,
): Promise<void> {
  // Left out like every undefined value, the filter would fit any record.
  if (typeof record._id !== 'string') throw new Error('A record without an id cannot be replaced.');
  await collectionOf(model).replaceOne({ _id: record._id }, record, { session, upsert: true, ignoreUndefined: true });
}

/**
 * Writes new records in the same way, none when there are none; outside a transaction without a session.
 * @throws MongoServerError, of a duplicate key among others
 */
export async function insertRecords<T extends { _id: string }>(
  session: ClientSession | null,
  model: Model<T>,
  records: readonly T[],
): Promise<void> {
  const options = { ignoreUndefined: true, ...(session && { session }) };
  const [first, ...others] = records;
  // The driver has a shorter way for one.
  if (first && others.length === 0) await collectionOf(model).insertOne({ ...first }, options);
  else if (first) await collectionOf(model).insertMany([...records], options);
}

function collectionOf<T>(model: Model<T>): mongo.Collection<mongo.Document & { _id: string }> {
  return model.db.collection(model.collection.collectionName);
}
