import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { backfillCards } from '../../src/services/review/backfill.js';
import { questionIn, rightAnswer, wrongAnswer } from './answers.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 90_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const NUMBERS = 'python_numbers_101';
const DAY = 86_400_000;
const models = () => quest.server.services.models;

function answer(key: string, right: boolean): string[] {
  const content = quest.content.quests.find(({ id }) => id === NUMBERS);
  if (!content) throw new Error(`no ${NUMBERS}`);
  const question = questionIn(content, key);
  return right ? rightAnswer(question) : wrongAnswer(question);
}

/** Somebody with mistakes, a hint, a run given up and another one weeks later. */
async function experienced(): Promise<Learner> {
  const learner = quest.learner();
  const begun = Date.now() - 60 * DAY;
  quest.setTime(new Date(begun));
  const first = await learner.start(NUMBERS);
  await learner.submit(first, 'q2', answer('q2', false));
  await learner.submit(first, 'q2', answer('q2', true));
  await learner.execute('mutation ($id: ID!) { revealHint(progressId: $id, questionId: "q3") { state } }', {
    id: first,
  });
  quest.setTime(new Date(begun + 3_600_000));
  await learner.submit(first, 'q3', answer('q3', true));
  await learner.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }', { id: first });
  quest.setTime(new Date(begun + 20 * DAY));
  const second = await learner.start(NUMBERS);
  await learner.submit(second, 'q2', answer('q2', true));
  await learner.submit(second, 'q4', answer('q4', false));
  quest.setTime(null);
  return learner;
}

const cardsOf = ({ userId }: Learner) => models().reviewCards.find({ userId }).sort({ _id: 1 }).lean();
const queueOf = async (learner: Learner): Promise<number> => {
  const { data } = await learner.execute('{ reviewQueue { totalCount } }');
  return data?.reviewQueue.totalCount;
};

describe('a learner who played before there were review cards', () => {
  it('finds in the queue what would be there had there been cards from the start', async () => {
    const learners = [await experienced(), await experienced(), await experienced()];
    const before = await Promise.all(learners.map(cardsOf));
    for (const cards of before) expect(cards).toHaveLength(3);
    await models().reviewCards.deleteMany({});
    expect(await Promise.all(learners.map(queueOf))).toEqual([0, 0, 0]);

    expect(await backfillCards(quest.connection)).toBe(9);
    expect(await Promise.all(learners.map(cardsOf))).toEqual(before);
    expect(await Promise.all(learners.map(queueOf))).toEqual([3, 3, 3]);
  }, 60_000);

  it('keeps the cards that were made since, however often it is done', async () => {
    const learner = await experienced();
    await models().reviewCards.deleteOne({ userId: learner.userId, questionKey: 'q4' });
    await models().reviewCards.updateOne({ userId: learner.userId, questionKey: 'q2' }, { $set: { reps: 99 } });
    expect(await backfillCards(quest.connection)).toBe(1);
    expect(await backfillCards(quest.connection)).toBe(0);
    expect((await cardsOf(learner)).map(({ questionKey, reps }) => [questionKey, reps])).toEqual([
      ['q2', 99],
      ['q3', 1],
      ['q4', 1],
    ]);
  }, 60_000);

  it('is given no card for a question that is kept nowhere any more, nor when the account was deleted', async () => {
    const [learner, gone] = [await experienced(), await experienced()];
    await models().reviewCards.deleteMany({});
    await models().attempts.updateMany({ userId: learner.userId }, { $set: { questVersion: 999 } });
    await models().players.updateOne({ _id: gone.userId }, { $set: { leftAt: new Date() } }, { upsert: true });
    await backfillCards(quest.connection);
    expect(await cardsOf(learner)).toEqual([]);
    expect(await cardsOf(gone)).toEqual([]);
    expect(await queueOf(learner)).toBe(0);
  }, 60_000);

  it('is read by an index, learner by learner, without sorting all answers in memory', async () => {
    const plan = await models()
      .attempts.collection.find({ state: 'GRADED' })
      .sort({ userId: -1, submittedAt: 1, _id: 1 })
      .explain('queryPlanner');
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('"SORT"');
  });
});
