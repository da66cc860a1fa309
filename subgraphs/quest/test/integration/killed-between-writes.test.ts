import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createGraderClient } from '@doctorpy/grader';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { Actor } from '../../src/services/actor.js';
import { loadContent } from '../../src/services/content/load-content.js';
import { createServices, type QuestServices } from '../../src/services/create-services.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

/** A quest of one question: answering it right completes it without a fault, and so writes all that an answer can. */
const authored = loadContent(new URL('../../content', import.meta.url));
const [numbers] = authored.quests.filter(({ id }) => id === 'python_numbers_101');
if (!numbers) throw new Error('the quest on numbers is gone');
const ONE = { ...numbers, id: 'one_question_101', questions: numbers.questions.filter(({ key }) => key === 'q2') };

/** The fate of what runs inside: how many writes it still may do before it is killed. */
interface Fate {
  left: number;
  killed: boolean;
}
const fates = new AsyncLocalStorage<Fate>();

/** Of the driver's own kind, which it asks whether a commit is worth another try: this one is not. */
class Killed extends mongoose.mongo.MongoError {}

/** Counts a write, or kills who does it: nothing is written any more from then on. */
function spend(): void {
  const fate = fates.getStore();
  if (!fate) return;
  fate.killed ||= fate.left === 0;
  if (fate.killed) throw new Killed('killed before this write');
  fate.left -= 1;
}

const { Collection, ClientSession } = mongoose.mongo;
const WRITES = ['insertOne', 'insertMany', 'bulkWrite', 'updateOne', 'updateMany', 'replaceOne', 'findOneAndUpdate'];
const restores: (() => void)[] = [];

/** Lets every write of the driver be the last one. */
function interceptWrites(): void {
  for (const name of WRITES) intercept(Collection.prototype, name);
  // A kill may come before the commit, or after it and before anybody hears of it.
  intercept(ClientSession.prototype, 'commitTransaction', spend);
}

function intercept(target: object, name: string, after: () => void = () => {}): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new Error(`the driver has no ${name}`);
  Reflect.set(target, name, async function (this: unknown, ...args: unknown[]) {
    spend();
    const result: unknown = await Reflect.apply(original, this, args);
    after();
    return result;
  });
  restores.push(() => Reflect.set(target, name, original));
}

let quest: QuestEnvironment;
let redis: Redis;
let mortal: QuestServices;
beforeAll(async () => {
  quest = await questEnvironment({ quests: [ONE] });
  redis = createRedis({ url: quest.redisServer.url, name: 'quest-mortal', log: silentLogger() });
  await redisReady(redis);
  intercept(redis, 'sendCommand');
  interceptWrites();
  mortal = createServices({
    connection: quest.connection,
    redis,
    subscriber: redis,
    grader: createGraderClient({ socketPath: '/nonexistent.sock' }),
    clock: { now: () => new Date(), timeZone: 'Europe/Paris' },
    log: silentLogger(),
    // Killed before it asked for anything to be delivered.
    deliverEvents: () => {},
  });
}, 60_000);
afterAll(async () => {
  for (const restore of restores) restore();
  redis.disconnect();
  await quest.close();
});

it('agrees about score, events and ranks after a kill at any write of an answer, and once the answer is sent again', async () => {
  let kills = 0;
  for (let writes = 0; ; writes += 1) {
    const learner = quest.learner();
    const progressId = await learner.start(ONE.id);
    const actor: Actor = { userId: learner.userId, requestId: null, traceparent: null };
    const submission = { progressId, questionId: 'q2', answer: ['b'], idempotencyKey: randomUUID() };
    const fate: Fate = { left: writes, killed: false };
    await fates
      .run(fate, () => mortal.attempts.submit(actor, submission))
      .catch((error: unknown) => {
        if (!fate.killed) throw error;
      });
    // All of it or nothing, whatever came of the process.
    const [before] = [await recordOf(learner.userId)];
    expect([writes, before]).toEqual([writes, before.score === 0 ? NOTHING : ALL]);

    // Another process serves the client, who sends the answer again, and delivers what was left.
    await quest.server.services.attempts.submit(actor, submission);
    expect([writes, await recordOf(learner.userId)]).toEqual([writes, ALL]);
    await waitFor(async () => (await ranksOf(learner.userId)).every((score) => score === '10'), {
      what: `all eight ranks follow a kill at write ${writes}`,
      timeoutMs: 20_000,
    });
    if (!fate.killed) break;
    kills += 1;
  }
  // An answer that completes a quest writes a dozen records and projects eight boards.
  expect(kills).toBeGreaterThan(12);
}, 240_000);

it('agrees about card, day and achievements after a kill at any write of a review, and once it is sent again', async () => {
  const started = Date.now() - 86_400_000;
  const { models } = quest.server.services;
  const factsOf = async (userId: string) => {
    const [learner, card] = [
      await models.learners.findById(userId).lean(),
      await models.reviewCards.findOne({ userId }),
    ];
    return {
      ...{ reviews: await models.reviews.countDocuments({ userId }), reps: card?.reps, score: learner?.score },
      ...{ streak: learner?.currentStreakDays, day: learner?.dayAnswers },
      attempts: (await models.questionBests.findOne({ userId }).lean())?.attempts,
      told: await quest.connection
        .collection('outbox')
        .countDocuments({ name: 'ACHIEVEMENT_UNLOCKED', 'payload.userId': userId }),
      held: await models.unlocked.countDocuments({ userId }),
    };
  };
  let kills = 0;
  for (let writes = 0; ; writes += 1) {
    const learner = quest.learner();
    quest.setTime(new Date(started));
    await learner.submit(await learner.start(ONE.id), 'q2', 'a');
    quest.setTime(null);
    // Two days before this one: the third unlocks what three days unlock.
    await models.learners.updateOne({ _id: learner.userId }, { currentStreakDays: 2, longestStreakDays: 2 });
    const before = await factsOf(learner.userId);
    const after = { ...{ reviews: 1, reps: 2, score: 0, streak: 3, day: 1, attempts: 2 }, told: 1, held: 1 };
    const actor: Actor = { userId: learner.userId, requestId: null, traceparent: null };
    const submission = { questionId: `${ONE.id}:q2`, answer: ['b'], idempotencyKey: randomUUID() };
    const fate: Fate = { left: writes, killed: false };
    await fates
      .run(fate, () => mortal.reviews.submit(actor, submission))
      .catch((error: unknown) => {
        if (!fate.killed) throw error;
      });
    const left = await factsOf(learner.userId);
    expect([writes, left]).toEqual([writes, left.reviews === 0 ? before : after]);
    await quest.server.services.reviews.submit(actor, submission);
    expect([writes, await factsOf(learner.userId)]).toEqual([writes, after]);
    if (!fate.killed) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(5);
}, 240_000);

const NOTHING = {
  ...{ score: 0, bests: 0, lines: [], answered: 0, completed: 0, held: [] },
  events: ['QUEST_STARTED'],
};
const ALL = {
  ...{ score: 10, bests: 10, lines: Array.from({ length: 8 }, () => 10), answered: 1, completed: 1 },
  held: ['first_correct_answer', 'first_quest_completed', 'perfect_quest'],
  events: [
    ...['ACHIEVEMENT_UNLOCKED', 'ACHIEVEMENT_UNLOCKED', 'ACHIEVEMENT_UNLOCKED'],
    ...['ANSWER_GRADED', 'ANSWER_SUBMITTED', 'QUEST_COMPLETED', 'QUEST_STARTED'],
  ],
};

async function recordOf(userId: string) {
  const { models, learners } = quest.server.services;
  const [stats] = await learners.statsOf([userId]);
  const [bests, lines, held, events] = await Promise.all([
    models.questionBests.find({ userId }).lean(),
    models.boardScores.find({ userId }).lean(),
    models.unlocked.find({ userId }).lean(),
    quest.connection.collection('outbox').find({ 'payload.userId': userId }).toArray(),
  ]);
  return {
    score: stats?.score ?? 0,
    bests: bests.reduce((sum, { score }) => sum + score, 0),
    lines: lines.map(({ score }) => score),
    answered: await models.attempts.countDocuments({ userId, state: 'GRADED' }),
    completed: stats?.questsCompleted ?? 0,
    held: held.map(({ achievementId }) => achievementId).sort(),
    events: events.map(({ name }) => String(name)).sort(),
  };
}

/** The learner's score on each board as Redis ranks it. */
async function ranksOf(userId: string): Promise<(string | null)[]> {
  const lines = await quest.server.services.models.boardScores.find({ userId }).lean();
  return Promise.all(
    lines.map(async ({ board }) => {
      const member = await memberOf(board, userId);
      return member === null ? null : quest.redis.zscore(`lb:{${board}}:z`, member);
    }),
  );
}

async function memberOf(board: string, userId: string): Promise<string | null> {
  const members = await quest.redis.zrange(`lb:{${board}}:z`, '0', '-1');
  return members.find((member) => member.endsWith(`:${userId}`)) ?? null;
}
