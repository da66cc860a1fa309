import { GraderUnavailableError } from '@doctorpy/grader';
import { createLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QuestContent } from '../../src/services/content/content-schema.js';
import { createServices } from '../../src/services/create-services.js';
import type { CodeGrader } from '../../src/services/grading/code.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

/** A quest whose author's test fails by itself. */
const broken: QuestContent = {
  ...workshop,
  id: 'test_broken_101',
  questions: workshop.questions.flatMap((question) =>
    question.type === 'code'
      ? [{ ...question, tests: [{ given: 'n = 1 / 0', call: 'moyenne([4])', expect: '4' }] }]
      : [],
  ),
};
const told: Record<string, unknown>[] = [];
let quest: QuestEnvironment;
beforeAll(async () => {
  const destination = { write: (line: string) => void told.push(JSON.parse(line)) };
  const log = createLogger({ service: 'quest', level: 'error', destination });
  quest = await questEnvironment({ quests: [broken], log });
}, 60_000);
afterAll(() => quest.close());

const RUN = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on QuestProgress {
  questions { question { key } state attempts lastResult { verdict correct feedback } }
} } }`;

const q1Of = async (learner: Learner, progressId: string, language: 'fr' | 'en' = 'fr') => {
  const answer = await learner.execute(RUN, { of: [{ __typename: 'QuestProgress', id: progressId }] }, language);
  return dataOf(answer)._entities[0].questions[0];
};

describe('an answer that the grader never judges', () => {
  it('is tried ten times over restarts, later each time, then handed back to the learner', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({ verdict: 'NOT_GRADED' });
    expect(await metricsOf(quest)).toMatch(/^quest_answers_waiting\{.*\} 1$/m);

    const tried: number[] = [];
    let now = Date.now();
    const lines: Record<string, unknown>[] = [];
    let givenUp = 0;
    const stubborn: CodeGrader['grade'] = async () => {
      tried.push(now);
      throw new GraderUnavailableError('TIMEOUT', 'The program was not read in time.');
    };
    // Each look is that of a process which has just started, every five seconds for two hours.
    for (const end = now + 2 * 3_600_000; now < end; now += 5_000) {
      const waits = await quest.server.services.models.attempts.findOne({ progressId }).lean();
      if (waits?.state !== 'PENDING') break;
      if (waits.nextTryAt && waits.nextTryAt.getTime() > now) continue;
      await servicesAt(now, stubborn, lines, () => {
        givenUp += 1;
      }).attempts.gradePending();
    }
    const pauses = tried.slice(1).map((at, index) => (at - (tried[index] ?? 0)) / 1000);
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
    expect(givenUp).toBe(1);
    expect(lines.filter(({ msg }) => msg === 'attempt.given_up')).toMatchObject([
      { level: 'error', questId: 'python_variables_101', questionKey: 'q1', tries: 10 },
    ]);

    const handedBack = await q1Of(learner, progressId);
    expect(handedBack).toMatchObject({
      state: 'UNANSWERED',
      attempts: 0,
      lastResult: { verdict: 'NOT_GRADED', correct: null, feedback: expect.stringContaining('de nouveau') },
    });
    expect((await q1Of(learner, progressId, 'en')).lastResult.feedback).toContain('does not count');
    expect(await metricsOf(quest)).toMatch(/^quest_answers_waiting\{.*\} 0$/m);
  }, 90_000);

  it('may be sent again, and counts once', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    await learner.submit(progressId, 'q1', 'age = 25');
    const { models } = quest.server.services;
    await models.attempts.updateMany({ progressId }, { tries: 10 });
    await servicesAt(Date.now(), () => Promise.reject(new Error('nobody is to be asked')), []).attempts.gradePending();
    expect(await q1Of(learner, progressId)).toMatchObject({ state: 'UNANSWERED', attempts: 0 });

    await quest.grader.start();
    try {
      expect(await learner.submit(progressId, 'q1', 'age = 25')).toMatchObject({
        verdict: 'CORRECT',
        scoreAwarded: 10,
      });
      expect(await q1Of(learner, progressId)).toMatchObject({ state: 'CORRECT', attempts: 1 });
    } finally {
      await quest.grader.stop();
    }
  }, 90_000);

  it('does not lose a try to a grader that is away', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_variables_101');
    await learner.submit(progressId, 'q1', 'age = 25');
    const away: CodeGrader['grade'] = () => Promise.reject(new GraderUnavailableError('UNREACHABLE', 'It is away.'));
    for (let look = 0; look < 15; look += 1) await servicesAt(Date.now(), away, []).attempts.gradePending();
    const kept = await quest.server.services.models.attempts.findOne({ progressId }).lean();
    expect(kept).toMatchObject({ state: 'PENDING', tries: 0, nextTryAt: null });
  }, 90_000);
});

describe('an answer to a question whose tests fail by themselves', () => {
  it('is kept without counting, and its author is told where the fault is', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(broken.id);
    await quest.grader.start();
    try {
      const result = await learner.submit(progressId, 'q3', 'def moyenne(n):\n    return 4');
      expect(result).toMatchObject({ verdict: 'NOT_GRADED', correct: null, scoreAwarded: 0 });
      expect(result.feedback).toContain('ne vous coûte rien');
    } finally {
      await quest.grader.stop();
    }
    expect(told.filter(({ msg }) => msg === 'question.unusable')).toMatchObject([
      {
        questId: broken.id,
        questVersion: 1,
        questionKey: 'q3',
        code: 'UNUSABLE_TEST',
        reason: expect.stringContaining('ZeroDivisionError'),
      },
    ]);
  }, 90_000);
});

const metricsOf = ({ server }: QuestEnvironment) => server.metrics.registry.metrics();

/** The service as a process that starts at `now` has it, on the same record. */
function servicesAt(
  now: number,
  grade: CodeGrader['grade'],
  lines: Record<string, unknown>[],
  onGivenUp: () => void = () => {},
) {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLogger({ service: 'quest', level: 'info', destination });
  return createServices({
    connection: quest.connection,
    redis: quest.redis,
    subscriber: quest.redis,
    grader: { ...neverAsked, grade },
    clock: { now: () => new Date(now), timeZone: 'Europe/Paris' },
    log,
    deliverEvents: () => {},
    onGivenUp,
  });
}

const neverAsked = {
  run: () => Promise.reject(new Error('nobody runs anything here')),
  check: () => Promise.reject(new Error('nobody checks anything here')),
};
