import type { ClientSession, Model } from 'mongoose';

/**
 * Inserts a record that this service has just made in full, every field of its type included. Nothing is cast, checked
 * or filled in: on a path that each request takes, mongoose's doing so costs more than the write. Never give it what
 * somebody else sent.
 * @throws MongoServerError, of a duplicate key among others
 */
export async function insertWhole<T extends { _id: string }>(
  model: Model<T>,
  record: T,
  session?: ClientSession,
): Promise<void> {
  const collection = model.db.collection<{ _id: string }>(model.collection.name);
  await collection.insertOne({ ...record }, session && { session });
}
