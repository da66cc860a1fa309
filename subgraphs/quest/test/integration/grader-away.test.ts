import { GraderUnavailableError } from '@doctorpy/grader';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServices } from '../../src/services/create-services.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
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

    await quest.grader.start();
    // Two replicas may grade what waits at the same time.
    await Promise.all([attempts.gradePending(), attempts.gradePending()]);
    expect(await runOf()).toMatchObject({ score: 10, q1: { state: 'CORRECT', attempts: 1, scoreAwarded: 10 } });
    expect(await learners.statsOf([learner.userId])).toMatchObject([{ score: 10, answersSubmitted: 1, accuracy: 1 }]);
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 10 });
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
    const { attempts } = createServices({
      connection: quest.connection,
      redis: quest.redis,
      subscriber: quest.redis,
      grader: {
        compare: async ({ submission }) => {
          asked.push(submission);
          if (submission === 'age = 24')
            throw new GraderUnavailableError('TIMEOUT', 'The program was not read in time.');
          return { outcome: 'MATCH', index: 0 };
        },
      },
      clock: { now: () => new Date(), timeZone: 'Europe/Paris' },
      log: silentLogger(),
      deliverEvents: () => {},
    });

    expect(await attempts.gradePending()).toBe(1);
    expect(asked).toEqual(['age = 24', 'age = 25']);
    // It is put off, not tried again at every look.
    expect(await attempts.gradePending()).toBe(0);
    expect(asked).toHaveLength(2);
  }, 90_000);
});
