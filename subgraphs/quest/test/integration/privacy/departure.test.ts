import { createEvent } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from '../environment.js';
import { authSays } from './account-events.js';
import { leaves, player } from './leaving.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;

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
    const learner = await player(quest);
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
    await leaves(quest, learner);
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
    const author = await player(quest);
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
    await leaves(quest, author);
    expect(await tracesOf(userId)).toEqual(['outbox', 'players']);
    expect(await questDrafts.findById('draft_of_theirs').lean()).toMatchObject({ updatedBy: null, revision: 1 });
    expect((await quests.findById(published._id).lean())?.publishedBy).toBe('departed');
    await quests.updateOne(published, { publishedBy: null });
    await questDrafts.deleteOne({ _id: 'draft_of_theirs' });
  });

  it('does not come back when boards are rebuilt, nor stay in Redis at all in the end', async () => {
    const learner = await player(quest);
    await entriesOf();
    await leaves(quest, learner);
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
    const learner = await player(quest);
    const before = await publicStats();
    const text = await authSays(quest, 'USER_DELETED', { userId: learner.userId });
    await quest.redis.xadd('events:{auth}', '*', 'id', 'again', 'event', text);
    await authSays(quest, 'USER_DELETED', { userId: learner.userId });
    await authSays(quest, 'USER_REINSTATED', { userId: learner.userId });
    const marker = quest.learner();
    await leaves(quest, marker);
    expect(await publicStats()).toEqual(before);
    expect((await models().players.findById(learner.userId).lean())?.hidden).toBe(true);
  });

  it('is either there or gone, never half, when the consumer dies in between', async () => {
    const learner = await player(quest);
    const origin = { actorId: null, requestId: null, traceparent: null };
    const event = createEvent('USER_DELETED', { userId: learner.userId }, origin);
    const dying = inTransaction(quest.connection, async (session) => {
      await quest.server.services.accountNews.handlers.USER_DELETED(event, session);
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(1);
    expect(await entriesOf()).toContainEqual({ user: { id: learner.userId } });
    await leaves(quest, learner);
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(0);
  });

  it('is not brought back by a token that is still believed', async () => {
    const learner = await player(quest);
    const progressId = await learner.start('python_numbers_101');
    await leaves(quest, learner);
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
        leaves(quest, learner).then(() => ({ errors: [] })),
        leaves(quest, newcomer).then(() => ({ errors: [] })),
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
