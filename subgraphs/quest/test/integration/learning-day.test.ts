import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const QUEST = 'python_numbers_101';
const FIELDS = 'timeZone endsAt dailyGoal answersToday goalReached streakDays streakFreezes';
const UPDATE = `mutation ($input: UpdateLearningDayInput!) { updateLearningDay(input: $input) { ${FIELDS} } }`;
const READ = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { learningDay { ${FIELDS} } } } }`;

const update = (learner: Learner, input: object) => learner.execute(UPDATE, { input });
const read = (by: Learner, of: Learner = by) => by.execute(READ, { of: [{ __typename: 'User', id: of.userId }] });
const dayOf = async (learner: Learner) => dataOf(await read(learner))._entities[0].learningDay;

describe("a learner's day", () => {
  it('is the platform’s with a goal of five answers until the learner chooses', async () => {
    const learner = quest.learner();
    quest.setTime(new Date('2065-01-10T10:00:00Z'));
    expect(await dayOf(learner)).toEqual({
      timeZone: 'Europe/Paris',
      endsAt: '2065-01-10T23:00:00.000Z',
      dailyGoal: 5,
      answersToday: 0,
      goalReached: false,
      streakDays: 0,
      streakFreezes: 0,
    });
  });

  it('counts answers, right or wrong, until the goal is reached, and begins anew at the learner’s own midnight', async () => {
    const learner = quest.learner();
    quest.setTime(new Date('2065-01-10T10:00:00Z'));
    const chosen = dataOf(await update(learner, { timeZone: 'Asia/Tokyo', dailyGoal: 2 })).updateLearningDay;
    expect(chosen).toMatchObject({ timeZone: 'Asia/Tokyo', dailyGoal: 2, endsAt: '2065-01-10T15:00:00.000Z' });
    const progressId = await learner.start(QUEST);
    await learner.submit(progressId, 'q2', 'a');
    expect(await dayOf(learner)).toMatchObject({ answersToday: 1, goalReached: false, streakDays: 1 });
    await learner.submit(progressId, 'q2', 'b');
    expect(await dayOf(learner)).toMatchObject({ answersToday: 2, goalReached: true });
    quest.setTime(new Date('2065-01-10T15:00:00Z'));
    expect(await dayOf(learner)).toMatchObject({ answersToday: 0, goalReached: false, streakDays: 1 });
    await learner.submit(progressId, 'q3', ['a', 'c']);
    expect(await dayOf(learner)).toMatchObject({ answersToday: 1, streakDays: 2 });
  });

  it('keeps what is not named, and says all problems at once in the learner’s language', async () => {
    const learner = quest.learner();
    dataOf(await update(learner, { timeZone: 'America/Montreal' }));
    expect(dataOf(await update(learner, { dailyGoal: 12 })).updateLearningDay).toMatchObject({
      timeZone: 'America/Montreal',
      dailyGoal: 12,
    });
    const refused = await update(learner, { timeZone: 'Mars/Olympus', dailyGoal: 0 });
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions?.fields).toMatchObject([
      { path: ['input', 'timeZone'], code: 'UNKNOWN_TIME_ZONE', message: expect.stringContaining('fuseau') },
      { path: ['input', 'dailyGoal'], code: 'OUT_OF_RANGE' },
    ]);
    expect(await dayOf(learner)).toMatchObject({ timeZone: 'America/Montreal', dailyGoal: 12 });
  });

  it('loses neither an answer nor a choice when both come at the same instant', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    await Promise.all([
      learner.submit(progressId, 'q2', 'b'),
      update(learner, { dailyGoal: 1 }),
      learner.submit(progressId, 'q3', ['a', 'c', 'f']),
      update(learner, { timeZone: 'Asia/Tokyo' }),
    ]);
    const [stats] = await quest.server.services.learners.statsOf([learner.userId]);
    expect(stats).toMatchObject({ score: 25, answersSubmitted: 2 });
    expect(await dayOf(learner)).toMatchObject({ dailyGoal: 1, timeZone: 'Asia/Tokyo' });
  });

  it('is nobody else’s business', async () => {
    const [learner, other] = [quest.learner(), quest.learner()];
    await update(learner, { dailyGoal: 3 });
    const answer = await read(other, learner);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(codesOf(await quest.client.execute(UPDATE, { input: {} }))).toEqual(['UNAUTHENTICATED']);
  });
});
