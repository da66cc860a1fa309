import { codesOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  // One program runs, three more may wait (an answer may need two, the reference's and its own): others are sent away.
  quest = await questEnvironment({
    withGrader: true,
    quests: [workshop],
    graderOptions: { runners: 1, maxQueue: 3 },
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

it('lets nobody keep it from others: the programs of one learner are judged one after the other', async () => {
  const [flood, other] = [quest.learner(), quest.learner()];
  const [floodId, otherId] = [await flood.start(workshop.id), await other.start(workshop.id)];
  const flooding = Array.from({ length: 12 }, (_, index) =>
    flood.submit(floodId, 'q3', `def moyenne(notes):\n    return ${index}`),
  );
  const fair = await other.submit(otherId, 'q4', 'print("Bonjour", input())');
  expect(fair).toMatchObject({ verdict: 'CORRECT' });
  // Nor does the flood push itself out.
  for (const result of await Promise.all(flooding)) expect(result).toMatchObject({ verdict: 'INCORRECT' });
}, 120_000);

it('refuses more programs at once than anybody writes', async () => {
  const learner = quest.learner();
  const progressId = await learner.start(workshop.id);
  const send = (number: number) =>
    learner.execute('mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }', {
      input: { progressId, questionId: 'q3', answer: `print(${number})` },
    });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, number) => send(number)));
  const codes = answers.flatMap(codesOf);
  expect(codes.length).toBeGreaterThan(0);
  expect(new Set(codes)).toEqual(new Set(['RATE_LIMITED']));
  expect(answers.filter(({ errors }) => !errors).length).toBeGreaterThanOrEqual(30);
}, 120_000);
