import { createEvent } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { personalDataId } from '@doctorpy/service-kit/personal-data';
import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from '../environment.js';
import { authSays } from './account-events.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;

async function player(): Promise<Learner> {
  const learner = quest.learner();
  await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
  return learner;
}

async function leaves({ userId }: Pick<Learner, 'userId'>): Promise<void> {
  await authSays(quest, 'USER_DELETED', { userId });
  await waitFor(async () => (await models().players.findById(userId).lean())?.leftAt, { what: 'the departure' });
}

/** Collections with a document in which this text occurs. */
async function tracesOf(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const collection of (await quest.connection.db?.collections()) ?? []) {
    for await (const document of collection.find()) {
      if (!JSON.stringify(document).includes(text)) continue;
      found.push(collection.collectionName);
      break;
    }
  }
  return found.sort();
}

/** Redis keys of leaderboards in which this user is shown. */
async function boardsShowing(userId: string): Promise<string[]> {
  const keys = await quest.redis.keys('lb:*:z');
  const shown = await Promise.all(keys.map((key) => quest.redis.zrange(key, '0', '-1')));
  return keys.filter((_, index) => shown[index]?.some((member) => member.endsWith(userId)));
}

const STATS = '{ publicStats { learners questsCompleted answersSubmitted } }';
const publicStats = async () => dataOf(await quest.client.execute(STATS)).publicStats;
const entriesOf = async () =>
  dataOf(await quest.client.execute('{ leaderboard(first: 100) { entries { user { id } } } }')).leaderboard.entries;

describe('a learner whose account was deleted', () => {
  it('leaves nothing behind but sums, events of ids, and for a while the fact itself', async () => {
    const learner = await player();
    await learner.execute('mutation { updatePrivacy(input: { hideStats: true }) { hideStats } }');
    const before = await publicStats();
    expect(await tracesOf(learner.userId)).toEqual(
      expect.arrayContaining([
        'attempts',
        'board_scores',
        'learners',
        'quest_progress',
        'question_bests',
        'review_cards',
      ]),
    );
    await leaves(learner);
    expect(await tracesOf(learner.userId)).toEqual(['outbox', 'players']);
    expect(await models().players.findById(learner.userId).lean()).toMatchObject({
      removeAt: expect.any(Date),
      statsHidden: false,
      alias: null,
    });
    await waitFor(async () => (await boardsShowing(learner.userId)).length === 0, { what: 'Redis without them' });
    expect(await entriesOf()).not.toContainEqual({ user: { id: learner.userId } });
    expect(await publicStats()).toEqual(before);
  });

  it('is no longer named by the quests they wrote, which stay and are not replaced by the file', async () => {
    const author = await player();
    const { userId } = author;
    const { questDrafts, quests, questVersions } = models();
    const published = { _id: 'python_numbers_101' };
    const before = await quests.findById(published._id).lean();
    await quests.updateOne(published, { publishedBy: userId });
    await questVersions.updateOne({ questId: published._id }, { publishedBy: userId });
    const content = before?.content;
    const draft = { source: 'id: draft_of_theirs', content, revision: 1, updatedBy: userId, updatedAt: new Date() };
    await questDrafts.create({ _id: 'draft_of_theirs', ...draft });
    expect(await tracesOf(userId)).toEqual(expect.arrayContaining(['quest_drafts', 'quests', 'quest_versions']));
    await leaves(author);
    expect(await tracesOf(userId)).toEqual(['outbox', 'players']);
    expect(await questDrafts.findById('draft_of_theirs').lean()).toMatchObject({ updatedBy: null, revision: 1 });
    expect((await quests.findById(published._id).lean())?.publishedBy).toBe('departed');
    await quests.updateOne(published, { publishedBy: null });
    await questDrafts.deleteOne({ _id: 'draft_of_theirs' });
  });

  it('does not come back when boards are rebuilt, nor stay in Redis at all in the end', async () => {
    const learner = await player();
    await entriesOf();
    await leaves(learner);
    await waitFor(async () => (await boardsShowing(learner.userId)).length === 0, { what: 'Redis without them' });
    quest.setTime(new Date(Date.now() + 2 * 3_600_000));
    await quest.server.services.housekeeping.flush();
    quest.setTime(null);
    const keys = await quest.redis.keys('lb:*:m');
    const held = await Promise.all(keys.map((key) => quest.redis.hget(key, learner.userId)));
    expect(held.filter((line) => line !== null)).toEqual([]);
    await quest.redisServer.flush();
    expect(await entriesOf()).not.toContainEqual({ user: { id: learner.userId } });
  });

  it('is forgotten once, however often the news come', async () => {
    const learner = await player();
    const before = await publicStats();
    const text = await authSays(quest, 'USER_DELETED', { userId: learner.userId });
    await quest.redis.xadd('events:{auth}', '*', 'id', 'again', 'event', text);
    await authSays(quest, 'USER_DELETED', { userId: learner.userId });
    await authSays(quest, 'USER_REINSTATED', { userId: learner.userId });
    const marker = quest.learner();
    await leaves(marker);
    expect(await publicStats()).toEqual(before);
    expect((await models().players.findById(learner.userId).lean())?.hidden).toBe(true);
  });

  it('is either there or gone, never half, when the consumer dies in between', async () => {
    const learner = await player();
    const origin = { actorId: null, requestId: null, traceparent: null };
    const event = createEvent('USER_DELETED', { userId: learner.userId }, origin);
    const dying = inTransaction(quest.connection, async (session) => {
      await quest.server.services.accountNews.handlers.USER_DELETED(event, session);
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(1);
    expect(await entriesOf()).toContainEqual({ user: { id: learner.userId } });
    await leaves(learner);
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(0);
  });

  it('is not brought back by a token that is still believed', async () => {
    const learner = await player();
    const progressId = await learner.start('python_numbers_101');
    await leaves(learner);
    const start = await learner.execute('mutation { startQuest(questId: "python_numbers_101") { id } }');
    expect(codesOf(start)).toEqual(['UNAUTHENTICATED']);
    const hint = `mutation { revealHint(progressId: "${progressId}", questionId: "q3") { hintsRevealed } }`;
    expect(codesOf(await learner.execute(hint))).toEqual(['NOT_FOUND']);
    const settings = await learner.execute('mutation { updatePrivacy(input: { hideStats: true }) { hideStats } }');
    expect(codesOf(settings)).toEqual(['UNAUTHENTICATED']);
    expect(await tracesOf(learner.userId)).toEqual(['outbox', 'players']);
  });

  it('is not brought back by answers, starts and hints at the same instant', async () => {
    for (let round = 0; round < 6; round += 1) {
      const learner = quest.learner();
      const newcomer = quest.learner();
      const progressId = await learner.start('python_numbers_101');
      const submit = `mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }`;
      const input = { progressId, questionId: 'q2', answer: ['b'] };
      const hint = `mutation { revealHint(progressId: "${progressId}", questionId: "q3") { hintsRevealed } }`;
      const answers = await Promise.all([
        learner.execute(submit, { input }),
        learner.execute(hint),
        newcomer.execute('mutation { startQuest(questId: "python_numbers_101") { id } }'),
        leaves(learner).then(() => ({ errors: [] })),
        leaves(newcomer).then(() => ({ errors: [] })),
      ]);
      for (const code of answers.flatMap((answer) => codesOf(answer))) {
        expect(['NOT_FOUND', 'UNAUTHENTICATED']).toContain(code);
      }
      for (const { userId } of [learner, newcomer]) {
        const traces = await tracesOf(userId);
        expect(traces.filter((name) => !['outbox', 'players'].includes(name))).toEqual([]);
        await waitFor(async () => (await boardsShowing(userId)).length === 0, { what: 'Redis without them' });
      }
    }
  });
});

describe('quest’s part of an export', () => {
  const exportOf = async (learner: Learner, after: string | null = null) => {
    const entities = `query ($r: [_Any!]!, $after: String) {
      _entities(representations: $r) { ... on PersonalData { learning(after: $after) } } }`;
    const r = [{ __typename: 'PersonalData', id: personalDataId(learner.userId) }];
    return dataOf(await learner.execute(entities, { r, after }))._entities[0].learning;
  };

  it('holds totals, runs, answers, achievements and leaderboards, and no answer key', async () => {
    const learner = await player();
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
    const learner = await player();
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
    await leaves(learner);
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(0);
  });
});

describe('the long lists of an export', () => {
  const entities = `query ($r: [_Any!]!, $after: String) {
    _entities(representations: $r) { ... on PersonalData { learning(after: $after) } } }`;
  const exportOf = (learner: Learner, after: string | null) =>
    learner.execute(entities, { r: [{ __typename: 'PersonalData', id: personalDataId(learner.userId) }], after });

  it('are whole, each one, however they are spread over parts: runs, answers in review and cards as well', async () => {
    const learner = await player();
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
    await leaves(learner);
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

describe('what docs/reference/privacy.md promises to end', () => {
  it.each([
    ['players', 'removeAt', 0],
    ['board_scores', 'expiresAt', 0],
    ['outbox', null, 7 * 86_400],
    ['processed_events', 'processedAt', 14 * 86_400],
  ])('is removed from %s by MongoDB itself', async (collection, field, seconds) => {
    const indexes = await quest.connection.collection(collection).indexes();
    const ends = indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined);
    expect(ends.map(({ expireAfterSeconds }) => expireAfterSeconds)).toEqual([seconds]);
    if (field) expect(Object.keys(ends[0]?.key ?? {})).toEqual([field]);
  });
});
