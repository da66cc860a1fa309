import { silentLogger } from '@doctorpy/service-kit/logging';
import { codesOf, dataOf, type GraphQLAnswer, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServices } from '../../src/services/create-services.js';
import { rightAnswer } from './answers.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true });
}, 120_000);
afterAll(() => quest.close());

const BOARD = `subscription ($category: String) {
  leaderboardChanged(first: 10, category: $category) { totalPlayers entries { rank score user { id } } me { rank } }
}`;
const UNLOCKS = 'subscription { achievementUnlocked { id unlockedAt achievement { id title } } }';

type Events = AsyncIterableIterator<GraphQLAnswer>;
async function next(events: Events) {
  const answer: GraphQLAnswer = (await events.next()).value;
  return dataOf(answer);
}
const nextBoard = async (events: Events) => (await next(events)).leaderboardChanged;
const nextUnlock = async (events: Events) => (await next(events)).achievementUnlocked.achievement.id;
/** The first board from now on that fits: states in between may be skipped. */
async function boardWhere(
  events: Events,
  fits: (board: { entries: { score: number; user: { id: string } }[] }) => boolean,
) {
  for (;;) {
    const board = await nextBoard(events);
    if (fits(board)) return board;
  }
}

describe('following the leaderboard', () => {
  it('gives the current state first, then each new ranking', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    const events = quest.client.subscribe(BOARD, {}, learner.caller);
    expect((await nextBoard(events)).entries).toContainEqual({ rank: 1, score: 10, user: { id: learner.userId } });
    await learner.submit(progressId, 'q3', ['a', 'c', 'f']);
    const board = await boardWhere(events, ({ entries }) => entries[0]?.score === 25);
    expect(board.me).toEqual({ rank: 1 });
    await events.return?.();
  });

  it('is silent about boards that one does not follow', async () => {
    const events = quest.client.subscribe(BOARD, { category: 'python_functions' });
    expect(await nextBoard(events)).toMatchObject({ totalPlayers: 0 });
    const elsewhere = quest.learner();
    await elsewhere.submit(await elsewhere.start('python_numbers_101'), 'q2', 'b');
    const here = quest.learner();
    const functions = quest.content.quests.find(({ id }) => id === 'python_functions_101');
    const question = functions?.questions.find(({ type }) => type !== 'code');
    if (!question) throw new Error('python_functions_101 has no question that needs no grader');
    await here.submit(await here.start('python_functions_101'), question.key, rightAnswer(question));
    expect((await nextBoard(events)).entries).toEqual([{ rank: 1, score: question.points, user: { id: here.userId } }]);
    await events.return?.();
  });

  it('recovers when Redis is restarted, and shows what happened meanwhile', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    const events = quest.client.subscribe(BOARD);
    await nextBoard(events);
    await quest.redisServer.kill();
    const actor = { userId: learner.userId, requestId: null, traceparent: null };
    for (const [questionId, answer] of [
      ['q2', ['b']],
      ['q3', ['a', 'c', 'f']],
      ['q4', ['int', '*']],
    ] as const) {
      await quest.server.services.attempts.submit(actor, { progressId, questionId, answer });
    }
    await quest.redisServer.restart();
    const scoreOf = (board: { entries: { score: number; user: { id: string } }[] }) =>
      board.entries.find(({ user }) => user.id === learner.userId)?.score;
    await boardWhere(events, (board) => scoreOf(board) === 40);
    // And it goes on.
    const other = quest.learner();
    await other.submit(await other.start('python_numbers_101'), 'q2', 'b');
    await boardWhere(events, ({ entries }) => entries.some(({ user }) => user.id === other.userId));
    await events.return?.();
  });
});

describe('following while Redis is away', () => {
  it('begins with what Mongo knows, and goes on once Redis is back', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await quest.redisServer.kill();
    await waitFor(() => quest.redis.status !== 'ready', { what: 'the loss of Redis is noticed' });
    const events = quest.client.subscribe(BOARD);
    expect((await nextBoard(events)).totalPlayers).toBeGreaterThan(0);
    await quest.redisServer.restart();
    await waitFor(() => quest.redis.status === 'ready', { what: 'Redis is back' });
    await learner.submit(progressId, 'q2', 'b');
    await boardWhere(events, ({ entries }) => entries.some(({ user }) => user.id === learner.userId));
    await events.return?.();
  });
});

describe('a process that dies right after a commit', () => {
  it('costs nobody a place: the event brings the leaderboard up to date', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    const events = quest.client.subscribe(BOARD);
    await nextBoard(events);
    // A replica whose Redis is gone commits the score and can do nothing more.
    const redis = quest.redis.duplicate();
    redis.disconnect();
    const dying = createServices({
      connection: quest.connection,
      redis,
      subscriber: redis,
      grader: { grade: neverAsked, run: neverAsked, check: neverAsked },
      clock: { now: () => new Date(), timeZone: 'Europe/Paris' },
      log: silentLogger(),
      deliverEvents: () => {},
    });
    const actor = { userId: learner.userId, requestId: null, traceparent: null };
    await dying.attempts.submit(actor, { progressId, questionId: 'q2', answer: ['b'] });
    await boardWhere(events, ({ entries }) => entries.some(({ user }) => user.id === learner.userId));
    await events.return?.();
  });
});

const neverAsked = () => Promise.reject(new Error('no code is graded here'));

describe('following one’s achievements', () => {
  it('gives one’s own, all of them and in order', async () => {
    const learner = quest.learner();
    const { events, first } = await followUnlocks(learner);
    const stranger = quest.learner();
    await stranger.submit(await stranger.start('python_numbers_101'), 'q2', 'b');
    const progressId = await learner.start('python_numbers_101');
    for (const question of quest.content.quests.find(({ id }) => id === 'python_numbers_101')?.questions ?? []) {
      await learner.submit(progressId, question.key, rightAnswer(question));
    }
    const unlocked = [await first, await nextUnlock(events), await nextUnlock(events)];
    expect(unlocked).toEqual(['first_correct_answer', 'first_quest_completed', 'perfect_quest']);
    await events.return?.();
  });

  it('misses none that were unlocked while Redis was away', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    const { events, first } = await followUnlocks(learner);
    await quest.redisServer.kill();
    const actor = { userId: learner.userId, requestId: null, traceparent: null };
    await quest.server.services.attempts.submit(actor, { progressId, questionId: 'q2', answer: ['b'] });
    await quest.redisServer.restart();
    expect(await first).toBe('first_correct_answer');
    await events.return?.();
  });

  it('is for learners alone', async () => {
    const events = quest.client.subscribe(UNLOCKS);
    const outcome = await events.next().then(
      ({ value }) => codesOf(value),
      (error: unknown) => JSON.stringify(error),
    );
    expect(outcome).toContain('UNAUTHENTICATED');
  });
});

/** Follows a learner's unlocks; resolves once the server does: what is unlocked from then on is news. */
async function followUnlocks({ caller }: Learner): Promise<{ events: Events; first: Promise<string> }> {
  // A subscription of the test before may still be ending.
  await followers(0);
  const events = quest.client.subscribe(UNLOCKS, {}, caller);
  const first = nextUnlock(events);
  await followers(1);
  return { events, first };
}

function followers(expected: number): Promise<unknown> {
  return waitFor(
    async () => {
      const [, count] = await quest.redis.pubsub('NUMSUB', 'events:ACHIEVEMENT_UNLOCKED');
      return Number(count) === expected;
    },
    { what: `${expected} connections follow achievements` },
  );
}
