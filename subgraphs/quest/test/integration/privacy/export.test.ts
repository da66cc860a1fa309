import { personalDataId } from '@doctorpy/service-kit/personal-data';
import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from '../environment.js';
import { leaves, player } from './leaving.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;

describe('quest’s part of an export', () => {
  const exportOf = async (learner: Learner, after: string | null = null) => {
    const entities = `query ($r: [_Any!]!, $after: String) {
      _entities(representations: $r) { ... on PersonalData { learning(after: $after) } } }`;
    const r = [{ __typename: 'PersonalData', id: personalDataId(learner.userId) }];
    return dataOf(await learner.execute(entities, { r, after }))._entities[0].learning;
  };

  it('holds totals, runs, answers, achievements and leaderboards, and no answer key', async () => {
    const learner = await player(quest);
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q3', ['a']);
    const data = await exportOf(learner);
    expect(data.totals).toMatchObject({ score: expect.any(Number), answersSubmitted: 2 });
    expect(data.runs.items).toMatchObject([{ questId: 'python_numbers_101', status: 'IN_PROGRESS' }]);
    expect(data.answers).toMatchObject({ complete: true });
    expect(data.answers.items).toMatchObject([
      { questionKey: 'q3', answer: ['a'] },
      { questionKey: 'q2', answer: ['b'], verdict: 'CORRECT', scoreAwarded: 10 },
    ]);
    expect(data.leaderboards.length).toBe(8);
    expect(data.privacy).toEqual({ anonymousOnLeaderboards: false, absentFromLeaderboards: false, hideStats: false });
    expect(data.next).toBeNull();
    expect(JSON.stringify(data)).not.toMatch(/"(accepted|solutions?|explanation|feedback|expected|tests)"/);
  });

  it('of a learner with 10,000 answers comes in parts, and so does their departure in one', async () => {
    const learner = await player(quest);
    const [one] = await models().attempts.find({ userId: learner.userId }).lean();
    if (!one) throw new Error('No attempt.');
    const answer = ['x'.repeat(1_000)];
    const many = Array.from({ length: 10_000 }, (_, index) => {
      return {
        ...one,
        _id: `many-${learner.userId}-${index}`,
        answer,
        submittedAt: new Date(1_700_000_000_000 + index),
      };
    });
    await models().attempts.insertMany(many, { lean: true });
    const seen = new Set<string>();
    let after: string | null = null;
    let parts = 0;
    do {
      const data = await exportOf(learner, after);
      for (const { id } of data.answers.items) seen.add(id);
      expect(data.answers.complete).toBe(data.next === null);
      after = data.next;
      parts += 1;
    } while (after !== null);
    expect(seen.size).toBe(10_001);
    expect(parts).toBeGreaterThan(2);
    await leaves(quest, learner);
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(0);
  });
});

describe('the long lists of an export', () => {
  const entities = `query ($r: [_Any!]!, $after: String) {
    _entities(representations: $r) { ... on PersonalData { learning(after: $after) } } }`;
  const exportOf = (learner: Learner, after: string | null) =>
    learner.execute(entities, { r: [{ __typename: 'PersonalData', id: personalDataId(learner.userId) }], after });

  it('are whole, each one, however they are spread over parts: runs, answers in review and cards as well', async () => {
    const learner = await player(quest);
    const { userId } = learner;
    const [run] = await models().progress.find({ userId }).lean();
    const [card] = await models().reviewCards.find({ userId }).lean();
    if (!run || !card) throw new Error('No run or no card.');
    const at = (index: number) => new Date(1_700_000_000_000 + Math.floor(index / 3));
    const numbered = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, i) => make(i));
    const text = 'x'.repeat(1_000);
    await models().reviews.insertMany(
      numbered(5_000, (index) => ({
        ...{ _id: `review-${userId}-${index}`, userId, questionId: card.questionId, questId: card.questId },
        ...{ questVersion: 1, questionKey: 'q2', answer: [text], idempotencyKey: null, submittedAt: at(index) },
        ...{
          grade: { verdict: 'CORRECT', scoreRatio: 1, feedback: { fr: text, en: text }, tests: [] },
          settled: false,
        },
      })),
    );
    await models().reviewCards.insertMany(
      numbered(6_000, (index) => ({ ...card, _id: `${userId}|quest:${index}`, questionId: `quest:${index}` })),
      { lean: true },
    );
    const questions = numbered(20, () => ({ ...run.questions[0], lastAnswer: ['y'.repeat(50)] }));
    await models().progress.insertMany(
      numbered(1_500, (index) => ({
        ...{ ...run, questions, _id: `run-${userId}-${index}`, status: 'ABANDONED', startedAt: at(index) },
      })),
      { lean: true },
    );

    const seen = { runs: [] as string[], reviews: [] as string[], cards: [] as string[], answers: [] as string[] };
    let after: string | null = null;
    let parts = 0;
    do {
      const { learning }: { learning: Learning } = dataOf(await exportOf(learner, after))._entities[0];
      seen.runs.push(...learning.runs.items.map(({ id }) => id));
      seen.reviews.push(...learning.review.answers.items.map(({ id }) => id));
      seen.cards.push(...learning.review.cards.items.map(({ questionId }) => questionId));
      seen.answers.push(...learning.answers.items.map(({ id }) => id));
      expect('totals' in learning).toBe(after === null);
      const complete = [learning.runs, learning.review.answers, learning.review.cards, learning.answers];
      expect(learning.next === null).toBe(complete.every((list) => list.complete));
      after = learning.next;
      parts += 1;
    } while (after !== null);
    const counts = Object.entries(seen).map(([name, ids]) => [name, ids.length, new Set(ids).size]);
    expect(counts).toEqual([
      ['runs', 1_501, 1_501],
      ['reviews', 5_000, 5_000],
      ['cards', 6_001, 6_001],
      ['answers', 1, 1],
    ]);
    expect(parts).toBeGreaterThan(2);
    for (const wrong of ['nonsense', Buffer.from('["a","b"]').toString('base64url')]) {
      expect(codesOf(await exportOf(learner, wrong))).toEqual(['BAD_USER_INPUT']);
    }
    await leaves(quest, learner);
  }, 60_000);
});

interface Learning {
  runs: List<{ id: string }>;
  review: { answers: List<{ id: string }>; cards: List<{ questionId: string }> };
  answers: List<{ id: string }>;
  next: string | null;
}

interface List<Item> {
  items: Item[];
  complete: boolean;
}
