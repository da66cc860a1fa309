import { randomUUID } from 'node:crypto';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { AnyBulkWriteOperation, Connection, mongo } from 'mongoose';
import type { Prepared } from '../measure/answers.js';

/** A document of any collection of quest's. */
type Stored = mongo.Document & { _id: string };

/**
 * The writes of one right answer and nothing else: its transaction sent by the raw driver over the same connections, with
 * the documents of an answer that quest has recorded, under other ids. Each session has a learner and a run of its own,
 * replaced every time as an answer replaces them; the attempt, the best of the question, its card and the events are new.
 */
export async function createBareWrites(connection: Connection, { actor, submission }: Prepared) {
  const of = (name: string) => connection.collection<Stored>(name);
  const { userId } = actor;
  const one = async (name: string, filter: Record<string, unknown>): Promise<Stored> => {
    const found = await of(name).findOne(filter);
    if (!found) throw new Error(`the model answer left nothing in ${name}`);
    return found;
  };
  const [attempt, run, learner] = await Promise.all([
    one('attempts', { userId, idempotencyKey: submission.idempotencyKey }),
    one('quest_progress', { _id: submission.progressId }),
    one('learners', { _id: userId }),
  ]);
  const [best, card] = await Promise.all([
    one('question_bests', { _id: `${userId}|${attempt.questId}:${attempt.questionKey}` }),
    one('review_cards', { _id: `${userId}|${attempt.questId}:${attempt.questionKey}` }),
  ]);
  const events = await of('outbox').find({ 'payload.attemptId': attempt._id }).toArray();
  const lines = await of('board_scores').find({ userId }).toArray();

  return (session: number): Promise<void> => {
    const owner = `bare-${session}`;
    const question = `${owner}|${randomUUID()}`;
    return inTransaction(connection, async (transaction) => {
      const options = { session: transaction };
      const upsert = { ...options, upsert: true };
      await of('question_bests').replaceOne({ _id: question }, { ...best, _id: question, userId: owner }, upsert);
      await of('board_scores').bulkWrite(
        lines.map(({ board, hidden, expiresAt }): AnyBulkWriteOperation<Stored> => {
          return {
            updateOne: {
              filter: { _id: `${board}|${owner}` },
              update: {
                $inc: { score: 10, revision: 1 },
                $set: { reachedAt: new Date() },
                $setOnInsert: { board, userId: owner, hidden, expiresAt },
              },
              upsert: true,
            },
          };
        }),
        options,
      );
      await of('outbox').insertMany(
        events.map((event) => ({ ...event, _id: randomUUID() })),
        options,
      );
      await of('review_cards').replaceOne({ _id: question }, { ...card, _id: question, userId: owner }, upsert);
      await of('quest_progress').replaceOne(
        { _id: owner },
        { ...run, _id: owner, userId: owner, status: 'COMPLETED' },
        upsert,
      );
      const idempotencyKey = randomUUID();
      await of('attempts').insertOne({ ...attempt, _id: randomUUID(), userId: owner, idempotencyKey }, options);
      await of('learners').replaceOne({ _id: owner }, { ...learner, _id: owner }, upsert);
    });
  };
}
