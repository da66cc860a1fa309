import { randomUUID } from 'node:crypto';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { trusted } from 'mongoose';
import type { LearnerRecord } from '../../src/models/learner.model.js';
import { createLateUnlocks, type LateUnlockDeps } from '../../src/services/achievement/late-unlocks.js';
import { conditionOf, meets } from '../../src/services/achievement/rules.js';
import type { AchievementRule } from '../../src/services/content/content-schema.js';
import { newLearner } from '../../src/services/learner/totals.js';
import { publishContent } from '../../src/services/publishing/publish-content.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;
const held = ({ userId }: Learner, achievementId: string) =>
  models().unlocked.countDocuments({ userId, achievementId });
const told = ({ userId }: Learner, achievementId: string) =>
  quest.connection
    .collection('outbox')
    .countDocuments({ name: 'ACHIEVEMENT_UNLOCKED', 'payload.userId': userId, 'payload.achievementId': achievementId });

/** Adds a rule as content would. */
async function addRule(rule: AchievementRule): Promise<string> {
  const id = `rule_${randomUUID().replaceAll('-', '')}`;
  const content = { id, title: id, description: id, points: 1, rule };
  await models().achievements.create({ _id: id, position: 1000, content });
  return id;
}

/** One replica's rounds; by hand, so that a test says when. */
function replica(changed: Partial<LateUnlockDeps> = {}) {
  const { achievements, outbox } = quest.server.services;
  const clock = { now: () => new Date(), timeZone: 'Europe/Paris' };
  const deliverEvents = () => {};
  const { connection } = quest;
  return createLateUnlocks({
    ...{ connection, models: models(), achievements, outbox, deliverEvents, clock, log: silentLogger() },
    ...changed,
  });
}

describe('an achievement whose rule is new', () => {
  it('is given to those who met it before, and to nobody else, and they are told', async () => {
    const [able, unable] = [quest.learner(), quest.learner()];
    await able.submit(await able.start('python_numbers_101'), 'q2', 'b');
    await unable.submit(await unable.start('python_numbers_101'), 'q2', 'a');
    const id = await addRule({ kind: 'score', atLeast: 10 });
    await replica().flush();
    expect([await held(able, id), await told(able, id)]).toEqual([1, 1]);
    expect([await held(unable, id), await told(unable, id)]).toEqual([0, 0]);
  });

  it('is given once, by however many replicas at once, while the learner answers', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    const id = await addRule({ kind: 'correctAnswers', atLeast: 1 });
    await Promise.all([
      ...Array.from({ length: 4 }, () => replica().flush()),
      learner.submit(progressId, 'q3', ['a', 'c', 'f']),
      learner.submit(progressId, 'q5', 'wrong').catch(() => {}),
    ]);
    await replica().flush();
    expect([await held(learner, id), await told(learner, id)]).toEqual([1, 1]);
    const [stats] = await quest.server.services.learners.statsOf([learner.userId]);
    expect(stats).toMatchObject({ score: 25 });
  });

  it('is given later when the one who gives it stops in between', async () => {
    const learner = quest.learner();
    await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
    const id = await addRule({ kind: 'answers', atLeast: 1 });
    const { outbox } = quest.server.services;
    const broken = async () => {
      throw new Error('killed between two writes');
    };
    await replica({ outbox: { ...outbox, appendAll: broken } }).flush();
    expect([await held(learner, id), await told(learner, id)]).toEqual([0, 0]);
    await replica().flush();
    expect([await held(learner, id), await told(learner, id)]).toEqual([1, 1]);
  });

  it('is looked for a second time, for whoever met it while it was being added, and then no more', async () => {
    const id = await addRule({ kind: 'score', atLeast: 1 });
    let now = Date.now();
    const later = replica({ clock: { now: () => new Date(now), timeZone: 'Europe/Paris' } });
    await later.flush();
    const late = newLearner(randomUUID());
    await models().learners.create({ ...late, score: 5 });
    const has = () => models().unlocked.countDocuments({ userId: late._id, achievementId: id });
    await later.flush();
    expect(await has()).toBe(0);
    now += 120_000;
    await later.flush();
    expect(await has()).toBe(1);
    expect((await models().achievements.findById(id).lean())?.granted?.settled).toBe(true);
  });

  it('is not looked for again when the same content is published again, but is when its rule has changed', async () => {
    await replica().flush();
    const { outbox } = quest.server.services;
    const granted = async () => (await models().achievements.findById('score_500').lean())?.granted?.rule;
    const before = await granted();
    expect(before).toBeDefined();
    const deps = { connection: quest.connection, models: models(), outbox, log: silentLogger() };
    await publishContent(deps, quest.content);
    expect(await granted()).toBe(before);
    await models().achievements.updateOne({ _id: 'score_500' }, { $set: { 'content.rule.atLeast': 499 } });
    await replica().flush();
    expect(await granted()).not.toBe(before);
  });

  it('is found by the database for exactly those whom the rule means', async () => {
    const kinds = ['correctAnswers', 'firstTries', 'recoveries', 'answers', 'minutes', 'score', 'level'] as const;
    const counted = ['questsCompleted', 'perfectQuests', 'streakDays'] as const;
    const ids = ['first', 'second', 'third'];
    const rule: fc.Arbitrary<AchievementRule> = fc.oneof(
      fc.record({ kind: fc.constantFrom(...kinds, ...counted), atLeast: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('completed' as const), quests: fc.subarray(ids, { minLength: 1 }) }),
    );
    const small = fc.integer({ min: 0, max: 4 });
    const learner = fc.record({
      ...{ questionsCorrect: small, questionsFlawless: small, questionsRecovered: small, answersSubmitted: small },
      ...{ longestStreakDays: small, score: fc.integer({ min: 0, max: 700 }) },
      timeSpentSeconds: fc.integer({ min: 0, max: 300 }),
      completedQuestIds: fc.subarray(ids),
      perfectQuestIds: fc.subarray(ids),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(learner, { minLength: 1, maxLength: 20 }), rule, async (facts, asked) => {
        await models().learners.deleteMany({});
        const records: LearnerRecord[] = facts.map((fact) => ({ ...newLearner(randomUUID()), ...fact }));
        await models().learners.insertMany(records);
        const found = await models()
          .learners.find(trusted(conditionOf(asked)), { _id: 1 })
          .lean();
        const meant = records.filter((record) => meets(asked, record)).map(({ _id }) => _id);
        expect(found.map(({ _id }) => _id).sort()).toEqual(meant.sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('all achievements', () => {
  it('are listed for everybody, with their badges, in the caller’s language', async () => {
    const query = '{ achievements { id title badgeUrl points } }';
    const { achievements } = dataOf(await quest.client.execute(query));
    expect(achievements.length).toBeGreaterThanOrEqual(30);
    expect(achievements[0]).toMatchObject({ id: 'first_correct_answer', title: 'Premier pas', points: 5 });
    expect(achievements[0].badgeUrl).toMatch(/^data:image\/svg\+xml,/);
    const english = dataOf(await quest.learner().execute(query, {}, 'en')).achievements;
    expect(english[0].title).toBe('First step');
  });
});
