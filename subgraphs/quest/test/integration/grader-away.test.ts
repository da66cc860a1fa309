import { GraderUnavailableError } from '@doctorpy/grader';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createStamps } from '@doctorpy/service-kit/standing';
import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServices } from '../../src/services/create-services.js';
import type { CodeGrader } from '../../src/services/grading/code.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ quests: [workshop] });
}, 60_000);
afterAll(() => quest.close());

const RUN = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on QuestProgress {
  score answeredCount questions { question { key } state attempts scoreAwarded lastAnswer }
} } }`;

describe('while the grader is away', () => {
  it('code answers are kept, cost nothing and are graded once it is back', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    const runOf = async () => {
      const of = [{ __typename: 'QuestProgress', id: progressId }];
      const [run] = dataOf(await learner.execute(RUN, { of }))._entities;
      return { score: run.score, q1: run.questions[0] };
    };

    const kept = await learner.submit(progressId, 'q1', 'age = 25');
    expect(kept).toMatchObject({ verdict: 'NOT_GRADED', correct: null, scoreAwarded: 0, explanation: null });
    expect(kept.feedback).toContain('enregistrée');
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'NOT_GRADED' });
    expect(await runOf()).toMatchObject({ score: 0, q1: { state: 'PENDING', attempts: 0, lastAnswer: ['age = 25'] } });
    const { attempts, models, learners } = quest.server.services;
    expect(await models.attempts.countDocuments({ progressId })).toBe(1);
    expect(await attempts.gradePending()).toBe(0);

    const { standings } = quest.server.services;
    const stamps = createStamps({ redis: quest.redis, log: silentLogger() });
    const before = await waitFor(async () => (await standings.of(learner.userId)).stamp, {
      what: 'it can be remembered',
    });

    await quest.grader.start();
    // Two replicas may grade what waits at the same time.
    await Promise.all([attempts.gradePending(), attempts.gradePending()]);
    expect(await runOf()).toMatchObject({ score: 10, q1: { state: 'CORRECT', attempts: 1, scoreAwarded: 10 } });
    expect(await learners.statsOf([learner.userId])).toMatchObject([{ score: 10, answersSubmitted: 1, accuracy: 1 }]);
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 10 });
    expect(await stamps.current(learner.userId)).not.toBe(before);
    expect((await standings.of(learner.userId)).settledQuestionIds).toEqual(['python_variables_101:q1']);
  }, 90_000);

  it('an answer sent again is graded with the attempt that was kept', async () => {
    await quest.grader.stop();
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'NOT_GRADED' });
    await quest.grader.start();
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 10 });
    expect(await quest.server.services.models.attempts.countDocuments({ progressId })).toBe(1);
  }, 90_000);

  it('one that the grader cannot read in time does not hold up those behind it', async () => {
    await quest.grader.stop();
    const [first, second] = [quest.learner(), quest.learner()];
    await first.submit(await first.start('python_variables_101'), 'q1', 'age = 24');
    await second.submit(await second.start('python_variables_101'), 'q1', 'age = 25');
    const asked: string[] = [];
    const { attempts } = servicesWith(async ({ submission }) => {
      asked.push(submission);
      if (submission === 'age = 24') throw new GraderUnavailableError('TIMEOUT', 'The program was not read in time.');
      return { ...matched, verdict: 'CORRECT', stage: 'ACCEPTED' };
    });

    expect(await attempts.gradePending()).toBe(1);
    expect(asked).toEqual(['age = 24', 'age = 25']);
    // It is put off, not tried again at every look.
    expect(await attempts.gradePending()).toBe(0);
    expect(asked).toHaveLength(2);
  }, 90_000);

  it('no more answers wait than a question has attempts, and each is used up only when it is graded', async () => {
    await quest.grader.stop();
    const learner = quest.learner();
    const progressId = await learner.start(workshop.id);
    const wrong = ['print("un")', 'print("deux")'];
    for (const code of wrong) {
      expect(await learner.submit(progressId, 'q4', code)).toMatchObject({ verdict: 'NOT_GRADED', attemptsLeft: 2 });
    }
    const third = await learner.execute(SUBMIT, { input: { progressId, questionId: 'q4', answer: 'print(input())' } });
    expect(codesOf(third)).toEqual(['CONFLICT']);
    expect(third.errors?.[0]?.message).toContain('attendent');
    // What waits may be sent again.
    expect(await learner.submit(progressId, 'q4', wrong[1] ?? '')).toMatchObject({ verdict: 'NOT_GRADED' });

    // The first of the two is graded, and the question goes on waiting for the second.
    const { attempts } = servicesWith(async ({ submission }) => {
      if (submission === wrong[1]) throw new GraderUnavailableError('UNREACHABLE', 'The grader is gone again.');
      return { ...matched, verdict: 'INCORRECT', stage: 'TESTS' };
    });
    await attempts.gradePending();
    expect(await stateOf(learner, progressId, 'q4')).toEqual({ state: 'PENDING', attempts: 1 });

    await quest.grader.start();
    await quest.server.services.attempts.gradePending();
    expect(await stateOf(learner, progressId, 'q4')).toEqual({ state: 'INCORRECT', attempts: 2 });
    const last = { input: { progressId, questionId: 'q4', answer: 'print("Bonjour", input())' } };
    expect(codesOf(await learner.execute(SUBMIT, last))).toEqual(['CONFLICT']);
  }, 90_000);

  it('an answer that can neither be graded nor kept is refused, and the learner is told to keep it', async () => {
    await quest.grader.stop();
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    for (let number = 0; number < 20; number += 1) await learner.submit(progressId, 'q1', `age = ${number}`);
    const refused = await learner.execute(SUBMIT, { input: { progressId, questionId: 'q1', answer: 'age = 25' } });
    expect(codesOf(refused)).toEqual(['GRADER_UNAVAILABLE']);
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Gardez-le'),
      extensions: { retryAfterSeconds: 60 },
    });
    // Everybody else's answers are kept, and so are answers that need no grader.
    const other = quest.learner();
    expect(await other.submit(await other.start('python_variables_101'), 'q1', 'age = 25')).toMatchObject({
      verdict: 'NOT_GRADED',
    });
    const numbers = await learner.start('python_numbers_101');
    expect(await learner.submit(numbers, 'q2', 'b')).toMatchObject({ verdict: 'CORRECT' });
    await quest.grader.start();
    await quest.server.services.attempts.gradePending();
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'CORRECT' });
  }, 90_000);
});

const SUBMIT = 'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }';

/** The service on the same record with a grader that fails as a test wants it to. */
function servicesWith(grade: CodeGrader['grade']) {
  return createServices({
    connection: quest.connection,
    redis: quest.redis,
    subscriber: quest.redis,
    grader: { ...neverAsked, grade },
    clock: { now: () => new Date(), timeZone: 'Europe/Paris' },
    log: silentLogger(),
    deliverEvents: () => {},
  });
}

async function stateOf(learner: Learner, progressId: string, key: string) {
  const of = [{ __typename: 'QuestProgress', id: progressId }];
  const [run] = dataOf(await learner.execute(RUN, { of }))._entities;
  const { state, attempts } = run.questions.find(({ question }: { question: { key: string } }) => question.key === key);
  return { state, attempts };
}

const neverAsked = {
  run: () => Promise.reject(new Error('nobody runs anything here')),
  check: () => Promise.reject(new Error('nobody checks anything here')),
};
const matched = {
  cause: null,
  message: null,
  acceptedIndex: 0,
  mistakeId: null,
  syntax: null,
  observations: [],
  constructs: [],
  tests: [],
};
