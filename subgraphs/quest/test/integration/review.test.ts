import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rightAnswer, wrongAnswer } from './answers.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 90_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const NUMBERS = 'python_numbers_101';
const MINUTE = 60_000;
const DAY = 86_400_000;
const start = Date.now();
const later = (ms: number) => quest.setTime(new Date(start + ms));

const QUEUE = `query ($first: Int! = 20, $after: String) { reviewQueue(first: $first, after: $after) {
  totalCount nextDueAt pageInfo { hasNextPage endCursor }
  edges { node { id question { id prompt } quest { id title } dueAt lastAnsweredAt retrievability timesMissed } }
} }`;
const REVIEW = `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) {
  verdict correct feedback explanation tests { name } item { question { id } dueAt timesMissed }
} }`;

const queueOf = async (learner: Learner, page: object = {}) =>
  dataOf(await learner.execute(QUEUE, { ...page })).reviewQueue;
const questionsIn = (queue: { edges: { node: { question: { id: string } } }[] }) =>
  queue.edges.map(({ node }) => node.question.id);
const review = (learner: Learner, questionId: string, answer: string[], idempotencyKey?: string) =>
  learner.execute(REVIEW, { input: { questionId, answer, idempotencyKey } });

function authored(key: string) {
  const question = quest.content.quests.find(({ id }) => id === NUMBERS)?.questions.find((one) => one.key === key);
  if (!question) throw new Error(`no ${key}`);
  return { question, id: `${NUMBERS}:${key}`, right: rightAnswer(question), wrong: wrongAnswer(question) };
}

describe('the review queue', () => {
  it('brings back what was missed after minutes, what was known after days, longest waiting first', async () => {
    const learner = quest.learner();
    const [missed, known] = [authored('q2'), authored('q3')];
    later(0);
    const progressId = await learner.start(NUMBERS);
    await learner.submit(progressId, 'q2', missed.wrong);
    await learner.submit(progressId, 'q3', known.right);
    const empty = await queueOf(learner);
    expect(empty).toMatchObject({ totalCount: 0, edges: [] });
    expect(new Date(empty.nextDueAt).getTime()).toBe(start + 10 * MINUTE);

    later(11 * MINUTE);
    const soon = await queueOf(learner);
    expect(questionsIn(soon)).toEqual([missed.id]);
    expect(soon.edges[0].node).toMatchObject({ quest: { id: NUMBERS }, timesMissed: 1 });

    later(10 * DAY);
    const both = await queueOf(learner);
    expect(questionsIn(both)).toEqual([missed.id, known.id]);
    expect(both.edges[1].node.retrievability).toBeLessThan(0.9);
    const page = await queueOf(learner, { first: 1 });
    expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const rest = await queueOf(learner, { first: 1, after: page.pageInfo.endCursor });
    expect(questionsIn(rest)).toEqual([known.id]);
  });

  it('is everybody’s own, and refused to those who did not sign in', async () => {
    const learner = quest.learner();
    later(0);
    await learner.submit(await learner.start(NUMBERS), 'q2', authored('q2').wrong);
    later(DAY);
    expect((await queueOf(quest.learner())).totalCount).toBe(0);
    expect(codesOf(await quest.client.execute('{ reviewQueue { totalCount } }'))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await review(quest.learner(), authored('q2').id, ['a']))).toEqual(['NOT_FOUND']);
    expect(codesOf(await learner.execute(QUEUE, { first: 101 }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await learner.execute(QUEUE, { after: 'nonsense' }))).toEqual(['BAD_USER_INPUT']);
  });

  it('keeps a question that its quest no longer has, as it was answered', async () => {
    const learner = quest.learner();
    later(0);
    await learner.submit(await learner.start(NUMBERS), 'q2', authored('q2').wrong);
    later(DAY);
    const before = await queueOf(learner);
    const { quests } = quest.server.services.models;
    const held = await quests.findById(NUMBERS).lean();
    if (!held) throw new Error('no quest');
    const questions = held.content.questions.filter(({ key }) => key !== 'q2');
    await quests.updateOne({ _id: NUMBERS }, { $set: { version: held.version + 1, 'content.questions': questions } });
    try {
      expect(questionsIn(await queueOf(learner))).toEqual(questionsIn(before));
      expect(dataOf(await review(learner, authored('q2').id, authored('q2').right)).submitReview.correct).toBe(true);
    } finally {
      await quests.replaceOne({ _id: NUMBERS }, held);
    }
  });
});

describe('a review', () => {
  async function missed(): Promise<{ learner: Learner; progressId: string }> {
    const learner = quest.learner();
    later(0);
    const progressId = await learner.start(NUMBERS);
    await learner.submit(progressId, 'q2', authored('q2').wrong);
    later(11 * MINUTE);
    return { learner, progressId };
  }

  it('puts the question off, earns no points and moves no leaderboard', async () => {
    const { learner } = await missed();
    const { id, right } = authored('q2');
    const { submitReview } = dataOf(await review(learner, id, right));
    expect(submitReview).toMatchObject({ verdict: 'CORRECT', item: { question: { id }, timesMissed: 1 } });
    expect(new Date(submitReview.item.dueAt).getTime()).toBeGreaterThan(start + DAY / 2);
    expect((await queueOf(learner)).totalCount).toBe(0);
    const { models } = quest.server.services;
    expect(await models.boardScores.countDocuments({ userId: learner.userId })).toBe(0);
    expect(await models.learners.findById(learner.userId).lean()).toMatchObject({ score: 0, answersGraded: 1 });
  });

  it('counts for the streak, the daily goal and the time spent, once however often it is sent, and never for points', async () => {
    const { learner } = await missed();
    const { id, right, wrong } = authored('q2');
    const facts = () => quest.server.services.models.learners.findById(learner.userId).lean();
    expect(await facts()).toMatchObject({ currentStreakDays: 1, dayAnswers: 1, timeSpentSeconds: 0 });
    later(DAY);
    await Promise.all(Array.from({ length: 20 }, () => review(learner, id, wrong, 'the-next-day')));
    expect(await facts()).toMatchObject({ currentStreakDays: 2, dayAnswers: 1, lastActiveAt: new Date(start + DAY) });
    // Not due: refused, and so no way to fill a day.
    expect(codesOf(await review(learner, id, right))).toEqual(['CONFLICT']);
    later(DAY + 2 * MINUTE);
    await learner.submit(await learner.start(NUMBERS), 'q3', authored('q3').wrong);
    later(2 * DAY);
    dataOf(await review(learner, id, right));
    expect(await facts()).toMatchObject({
      ...{ currentStreakDays: 3, longestStreakDays: 3, dayAnswers: 1, timeSpentSeconds: 120, score: 0 },
      ...{ answersSubmitted: 2, answersGraded: 2 },
    });
  });

  it('unlocks what a streak unlocks, and tells of it once', async () => {
    const { learner } = await missed();
    const { id, wrong } = authored('q2');
    for (const day of [1, 2]) {
      later(day * DAY);
      await Promise.all(Array.from({ length: 5 }, () => review(learner, id, wrong, `day-${day}`)));
    }
    const { models } = quest.server.services;
    const held = await models.unlocked.find({ userId: learner.userId }).lean();
    const three = quest.content.achievements.find(({ rule }) => rule.kind === 'streakDays' && rule.atLeast === 3);
    expect(held.map(({ achievementId }) => achievementId)).toEqual([three?.id]);
    const events = await quest.connection
      .collection('outbox')
      .find({ name: 'ACHIEVEMENT_UNLOCKED', 'payload.userId': learner.userId })
      .toArray();
    expect(events).toHaveLength(1);
  });

  it('brings back after minutes what is missed again', async () => {
    const { learner } = await missed();
    const { submitReview } = dataOf(await review(learner, authored('q2').id, authored('q2').wrong));
    expect(submitReview).toMatchObject({ correct: false, explanation: null, item: { timesMissed: 2 } });
    expect(new Date(submitReview.item.dueAt).getTime()).toBe(start + 21 * MINUTE);
  });

  it('counts once when it is sent twenty times at once, with a key or without', async () => {
    for (const key of ['one-review', undefined]) {
      const { learner } = await missed();
      const { id, right } = authored('q2');
      const all = await Promise.all(Array.from({ length: 20 }, () => review(learner, id, right, key)));
      expect(new Set(all.map((answer) => JSON.stringify(dataOf(answer)))).size).toBe(1);
      const { models } = quest.server.services;
      expect(await models.reviews.countDocuments({ userId: learner.userId })).toBe(1);
      expect(await models.reviewCards.findOne({ userId: learner.userId }).lean()).toMatchObject({ reps: 2 });
    }
  });

  it('is refused before the question is due, and when its key stood for another answer', async () => {
    const { learner } = await missed();
    const { id, right, wrong } = authored('q2');
    dataOf(await review(learner, id, right, 'my-key'));
    expect(codesOf(await review(learner, id, wrong))).toEqual(['CONFLICT']);
    expect(codesOf(await review(learner, id, wrong, 'my-key'))).toEqual(['CONFLICT']);
    expect(codesOf(await review(learner, id, right, 'k'.repeat(201)))).toEqual(['BAD_USER_INPUT']);
  });

  it('explains only what can earn nothing any more', async () => {
    const { learner, progressId } = await missed();
    const { id, right, question } = authored('q2');
    expect(dataOf(await review(learner, id, right)).submitReview.explanation).toBeNull();
    await learner.submit(progressId, 'q2', right);
    later(400 * DAY);
    expect(dataOf(await review(learner, id, right)).submitReview.explanation).toBe(question.explanation);
  });

  it('uses up an attempt, so that trying out in review does not pay in a run', async () => {
    const { learner } = await missed();
    const best = () => quest.server.services.models.questionBests.findOne({ userId: learner.userId }).lean();
    expect(await best()).toMatchObject({ attempts: 1 });
    dataOf(await review(learner, authored('q2').id, authored('q2').wrong));
    expect(await best()).toMatchObject({ attempts: 2, score: 0 });
  });

  it('changes nothing when a program cannot be judged', async () => {
    const learner = quest.learner();
    later(0);
    const code = 'python_variables_101';
    await quest.grader.start();
    await learner.submit(await learner.start(code), 'q1', 'age == 25');
    await quest.grader.stop();
    later(11 * MINUTE);
    expect(codesOf(await review(learner, `${code}:q1`, ['age = 25']))).toEqual(['GRADER_UNAVAILABLE']);
    expect(questionsIn(await queueOf(learner))).toEqual([`${code}:q1`]);
  }, 60_000);
});
