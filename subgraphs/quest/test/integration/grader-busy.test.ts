import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  // One program runs, one more may wait: everybody else is sent away.
  quest = await questEnvironment({
    withGrader: true,
    quests: [workshop],
    graderOptions: { runners: 1, maxQueue: 1 },
  });
}, 90_000);
afterAll(() => quest.close());

it('keeps what a busy grader sends away, and grades it when there is room', async () => {
  const learners = Array.from({ length: 15 }, () => quest.learner());
  const runs = await Promise.all(
    learners.map(async (learner) => ({ learner, progressId: await learner.start(workshop.id) })),
  );
  const results = await Promise.all(
    runs.map(({ learner, progressId }, index) =>
      learner.submit(progressId, 'q4', `nom = input()\nprint("Bonjour", nom)  # ${index}`),
    ),
  );
  const sentAway = results.filter(({ verdict }) => verdict === 'NOT_GRADED');
  expect(sentAway.length).toBeGreaterThan(0);
  for (const result of sentAway) expect(result).toMatchObject({ correct: null, scoreAwarded: 0, attemptsLeft: 2 });

  const { attempts, models, learners: totals } = quest.server.services;
  const allGraded = async () => {
    await attempts.gradePending();
    return (await models.attempts.countDocuments({ state: 'PENDING' })) === 0;
  };
  await waitFor(allGraded, { what: 'all are graded', timeoutMs: 60_000 });
  const stats = await totals.statsOf(learners.map(({ userId }) => userId));
  expect(stats.map(({ score, answersSubmitted }) => [score, answersSubmitted])).toEqual(learners.map(() => [10, 1]));
}, 120_000);
