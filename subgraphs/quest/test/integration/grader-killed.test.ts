import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataOf, startProcess, type TestProcess, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let folder: string;
let quest: QuestEnvironment;
let grader: TestProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grader-killed-'));
  grader = await startGrader();
  quest = await questEnvironment({ quests: [workshop], graderSocket: join(folder, 'grader.sock') });
}, 90_000);
afterAll(async () => {
  await quest.close();
  await grader.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The grader's own process. It refuses to run where a secret lies in its environment; PATH and HOME are none. */
async function startGrader(): Promise<TestProcess> {
  const args = ['--socket', join(folder, 'grader.sock')];
  const started = await startProcess({ script: 'grader/src/main.ts', args });
  await started.waitForOutput(/grader\.listening/, 60_000);
  return started;
}

const RIGHT = 'def moyenne(notes):\n    return sum(notes) / len(notes) if notes else 0';
const RUN = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on QuestProgress {
  score questions { state attempts lastResult { verdict scoreAwarded feedback tests { passed } } }
} } }`;

it('keeps answers while the grader’s process is dead, and grades them once it was started again', async () => {
  const learner = quest.learner();
  const progressId = await learner.start(workshop.id);
  const resultOf = async () => {
    const of = [{ __typename: 'QuestProgress', id: progressId }];
    const [run] = dataOf(await learner.execute(RUN, { of }))._entities;
    return { score: run.score, ...run.questions[2] };
  };
  expect(await resultOf()).toEqual({ score: 0, state: 'UNANSWERED', attempts: 0, lastResult: null });

  await grader.kill();
  expect(await learner.submit(progressId, 'q3', RIGHT)).toMatchObject({ verdict: 'NOT_GRADED', scoreAwarded: 0 });
  expect(await resultOf()).toMatchObject({
    score: 0,
    state: 'PENDING',
    attempts: 0,
    lastResult: { verdict: 'NOT_GRADED', tests: [] },
  });

  grader = await startGrader();
  // Nobody asks for it: the service looks by itself.
  await waitFor(async () => (await resultOf()).state === 'CORRECT', { what: 'it is graded', timeoutMs: 40_000 });
  expect(await resultOf()).toMatchObject({
    score: 20,
    attempts: 1,
    lastResult: { verdict: 'CORRECT', scoreAwarded: 20, tests: [{ passed: true }, { passed: true }, { passed: true }] },
  });
  const events = await quest.connection
    .collection('outbox')
    .find({ name: { $in: ['ANSWER_SUBMITTED', 'ANSWER_GRADED'] }, 'payload.userId': learner.userId })
    .sort({ occurredAt: 1 })
    .toArray();
  expect(events.map(({ name, payload }) => [name, payload.verdict, payload.scoreAwarded])).toEqual([
    ['ANSWER_SUBMITTED', undefined, undefined],
    ['ANSWER_GRADED', 'CORRECT', 20],
  ]);
}, 120_000);

it('loses no answer, and counts none twice, when it is killed while twenty are graded', async () => {
  const learners = Array.from({ length: 20 }, () => quest.learner());
  const answering = learners.map(async (learner) => {
    const progressId = await learner.start(workshop.id);
    return learner.submit(progressId, 'q3', RIGHT);
  });
  await Promise.race(answering);
  await grader.kill();
  const verdicts = (await Promise.all(answering)).map(({ verdict }) => verdict);
  expect(verdicts.every((verdict) => ['CORRECT', 'NOT_GRADED'].includes(verdict))).toBe(true);

  grader = await startGrader();
  const { attempts, learners: totals, models } = quest.server.services;
  const allGraded = async () => {
    await attempts.gradePending();
    return (await models.attempts.countDocuments({ state: 'PENDING' })) === 0;
  };
  await waitFor(allGraded, { what: 'all are graded', timeoutMs: 60_000 });
  const stats = await totals.statsOf(learners.map(({ userId }) => userId));
  expect(stats.map(({ score, answersSubmitted }) => [score, answersSubmitted])).toEqual(learners.map(() => [20, 1]));
}, 180_000);
