import { randomUUID } from 'node:crypto';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection, mongo } from 'mongoose';
import { boardsCounting } from '../../subgraphs/quest/src/services/leaderboard/board.js';
import type { Prepared } from '../measure/answers.js';
import { type MeasuredQuest, TIME_ZONE } from '../measure/quest-services.js';

/** Does the bare writes of one answer. */
export type BareAnswer = () => Promise<void>;

/** A document of any collection of quest's. */
type Stored = mongo.Document & { _id: string };

/**
 * The writes of right answers and nothing else: a transaction sent by the raw driver over the same connections, with the
 * documents that quest has recorded for `model`, an answer already sent, under other ids. As with the answers of one learner, the
 * totals and the runs are there before and are replaced, boards of a category are new with its first answer, and the
 * attempt, the question's best, its card and the events are new each time. Achievements are left out.
 * @returns what prepares the answers of one more learner, one for each quest
 */
export async function createBareWrites({ connection, content }: MeasuredQuest, model: Prepared) {
  const of = (name: string) => connection.collection<Stored>(name);
  const { attempt, run, learner, best, card, events } = await documentsOf(connection, model);

  return async (): Promise<BareAnswer[]> => {
    const owner = randomUUID();
    await of('learners').insertOne({ ...learner, _id: owner });
    const runs = content.quests.map(({ category }) => ({ category, id: randomUUID() }));
    // Another status: a run under way would be the only one of its learner and quest.
    const runOf = (_id: string) => ({ ...run, _id, userId: owner, status: 'COMPLETED' });
    await of('quest_progress').insertMany(runs.map(({ id }) => runOf(id)));
    return runs.map(({ category, id }) => () => {
      return inTransaction(connection, async (session) => {
        const question = `${owner}|${id}`;
        const at = new Date();
        const upsert = { session, upsert: true };
        await of('question_bests').replaceOne({ _id: question }, { ...best, _id: question, userId: owner }, upsert);
        await of('board_scores').bulkWrite(
          boardsCounting(category, at, TIME_ZONE).map(({ id: board, span }) => {
            const update = {
              $inc: { score: 10, revision: 1 },
              $set: { reachedAt: at },
              $setOnInsert: { board, userId: owner, hidden: false, expiresAt: span.endsAt },
            };
            return { updateOne: { filter: { _id: `${board}|${owner}` }, update, upsert: true } };
          }),
          { session },
        );
        const news = events.map((event) => ({ ...event, _id: randomUUID() }));
        await of('outbox').insertMany(news, { session });
        await of('review_cards').replaceOne({ _id: question }, { ...card, _id: question, userId: owner }, upsert);
        await of('quest_progress').replaceOne({ _id: id }, runOf(id), upsert);
        const key = { _id: randomUUID(), idempotencyKey: randomUUID() };
        await of('attempts').insertOne({ ...attempt, ...key, userId: owner }, { session });
        await of('learners').replaceOne({ _id: owner }, { ...learner, _id: owner }, upsert);
      });
    });
  };
}

async function documentsOf(connection: Connection, { actor: { userId }, submission }: Prepared) {
  const one = async (name: string, filter: Record<string, unknown>): Promise<Stored> => {
    const found = await connection.collection<Stored>(name).findOne(filter);
    if (!found) throw new Error(`the model answer left nothing in ${name}`);
    return found;
  };
  const attempt = await one('attempts', { userId, idempotencyKey: submission.idempotencyKey });
  const question = { _id: `${userId}|${attempt.questId}:${attempt.questionKey}` };
  return {
    attempt,
    run: await one('quest_progress', { _id: submission.progressId }),
    learner: await one('learners', { _id: userId }),
    best: await one('question_bests', question),
    card: await one('review_cards', question),
    events: await connection.collection<Stored>('outbox').find({ 'payload.attemptId': attempt._id }).toArray(),
  };
}
