import { dataOf, startTestMongo } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let mongo: Awaited<ReturnType<typeof startTestMongo>>;
let quest: QuestEnvironment;
beforeAll(async () => {
  mongo = await startTestMongo();
  quest = await questEnvironment({ mongoUrl: mongo.url });
}, 90_000);
afterAll(async () => {
  await quest.close();
  await mongo.stop();
});

it('loses no answer that was confirmed, and counts none twice, when Mongo is killed while learners answer', async () => {
  const learners = Array.from({ length: 8 }, () => quest.learner());
  const runs = await Promise.all(
    learners.map(async (learner) => ({ learner, progressId: await learner.start('python_numbers_101') })),
  );
  const send = async ({ learner, progressId }: (typeof runs)[number]) =>
    learner.execute('mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { scoreAwarded } }', {
      input: { progressId, questionId: 'q2', answer: 'b', idempotencyKey: `key-${learner.userId}` },
    });
  /** Sends the same answer, as a client with a key may, until it is confirmed. */
  const insist = async (run: (typeof runs)[number]): Promise<void> => {
    for (;;) {
      const answer = await send(run);
      if (!answer.errors) {
        expect(dataOf(answer).submitAnswer.scoreAwarded).toBe(10);
        return;
      }
    }
  };
  const answering = Promise.all(runs.map(insist));
  await mongo.kill();
  await mongo.restart();
  await answering;
  const { models, learners: totals } = quest.server.services;
  const stats = await totals.statsOf(learners.map(({ userId }) => userId));
  expect(stats.map(({ score, answersSubmitted }) => [score, answersSubmitted])).toEqual(learners.map(() => [10, 1]));
  expect(await models.attempts.countDocuments()).toBe(learners.length);
  expect(await models.boardScores.countDocuments({ board: 'all_time:-:*', score: 10 })).toBe(learners.length);
}, 60_000);
