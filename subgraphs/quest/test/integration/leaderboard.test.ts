import type { GraphQLAnswer } from '@doctorpy/testkit';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compareStandings } from '../../src/services/leaderboard/board.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());
beforeEach(async () => {
  const { boardScores } = quest.server.services.models;
  await boardScores.deleteMany({});
  await quest.redisServer.flush();
});

const FIELDS = `period category startsAt endsAt updatedAt totalPlayers
  entries { id rank score name user { id } } me { rank score user { id } }`;
const read = async (args: string, by?: Learner) => {
  const query = `{ leaderboard${args} { ${FIELDS} } }`;
  const answer: GraphQLAnswer = await (by ? by.execute(query) : quest.client.execute(query));
  return dataOf(answer).leaderboard;
};
const ranks = (board: { entries: { rank: number; score: number; user: { id: string } }[] }) =>
  board.entries.map(({ rank, score, user }) => [rank, user.id, score]);

/** Twelve players whose scores tie in threes; within a tie, one reached it first and two in the same millisecond. */
async function fillBoard(board: string): Promise<string[]> {
  const { boardScores } = quest.server.services.models;
  const players = Array.from({ length: 12 }, (_, index) => {
    const tie = Math.floor(index / 3);
    const userId = `player-${String(index).padStart(2, '0')}`;
    const reachedAt = new Date(1_790_000_000_000 + tie * 10_000 + (index % 3 === 2 ? 0 : 1));
    return { userId, score: 1000 - tie * 100, reachedAt };
  });
  await boardScores.insertMany(
    players.map((player) => {
      return { _id: `${board}|${player.userId}`, board, ...player, revision: 1, expiresAt: null };
    }),
  );
  // Of each three the last is the earliest; the other two are told apart by the greater id.
  return [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9].map((index) => players[index]?.userId ?? '');
}

describe('the leaderboard', () => {
  it('shows a learner at once who has just scored, on every board that counts', async () => {
    const learner = quest.learner();
    await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
    for (const args of [
      '',
      '(period: MONTHLY)',
      '(period: WEEKLY)',
      '(period: DAILY)',
      '(category: "python_basics")',
      '(period: DAILY, category: "python_basics")',
    ]) {
      const board = await read(args, learner);
      expect([args, ranks(board)]).toEqual([args, [[1, learner.userId, 10]]]);
      expect(board.me).toMatchObject({ rank: 1, score: 10, user: { id: learner.userId } });
    }
    expect(await read('(category: "python_functions")', learner)).toMatchObject({ entries: [], me: null });
  });

  it('names a player without telling the account', async () => {
    const learner = quest.learner();
    await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
    const [entry] = (await read('')).entries;
    expect(entry.id).not.toBe(learner.userId);
    expect(entry.id).toBe((await read('(period: DAILY)')).entries[0].id);
    expect(entry.name).toBeNull();
  });

  it('keeps the rank of whoever got there first when scores tie, in Redis as in Mongo', async () => {
    const expected = await fillBoard('all_time:-:*');
    const order = expected.map((userId, index) => [index + 1, userId, 1000 - Math.floor(index / 3) * 100]);
    // Players of this test never played: without `id` no learner is looked up.
    const query = '{ leaderboard(first: 100) { totalPlayers entries { rank score user { id } } } }';
    const ranked = dataOf(await quest.client.execute(query)).leaderboard;
    expect(ranks(ranked)).toEqual(order);
    expect(await quest.redis.zcard('lb:{all_time:-:*}:z')).toBe(12);
    await withoutRedis(async () => {
      const recorded = dataOf(await quest.client.execute(query)).leaderboard;
      expect(ranks(recorded)).toEqual(order);
    });
  });

  it('orders hundreds of players, many of them level, as the rule says', async () => {
    const players = Array.from({ length: 300 }, (_, index) => {
      const reachedAt = new Date(1_790_000_000_000 + ((index * 7) % 5));
      return { userId: `player-${(index * 7919) % 1000}`, score: 10 * ((index * 13) % 7), reachedAt };
    });
    const board = 'all_time:-:*';
    await quest.server.services.models.boardScores.insertMany(
      players.map((player) => {
        return { _id: `${board}|${player.userId}`, board, ...player, revision: 1, expiresAt: null };
      }),
    );
    const order = [...players].sort(compareStandings).map(({ userId }) => userId);
    const query = 'query ($after: Int) { leaderboard(first: 100, afterRank: $after) { entries { user { id } } } }';
    const readAll = async () => {
      const pages = await Promise.all([0, 100, 200].map((after) => quest.client.execute(query, { after })));
      return pages.flatMap((page) =>
        dataOf(page).leaderboard.entries.map(({ user }: { user: { id: string } }) => user.id),
      );
    };
    expect(await readAll()).toEqual(order);
    expect(await quest.redis.exists(`lb:{${board}}:built`)).toBe(1);
    expect(await readAll()).toEqual(order);
    await withoutRedis(async () => expect(await readAll()).toEqual(order));
  });

  it('gives any window of a board the same in Redis as in Mongo', async () => {
    const expected = await fillBoard('all_time:-:*');
    const fields = '{ totalPlayers updatedAt entries { rank score user { id } } me { rank score } }';
    const cases = expected.flatMap((userId) => [
      { userId, args: '(first: 5, aroundMe: true)' },
      { userId, args: '(first: 4, afterRank: 9)' },
      { userId, args: '(first: 3, afterRank: 50)' },
    ]);
    const answers = async () =>
      Promise.all(
        cases.map(async ({ userId, args }) =>
          dataOf(await quest.learner(userId).execute(`{ leaderboard${args} ${fields} }`)),
        ),
      );
    const fromRedis = await answers();
    expect(fromRedis[0]?.leaderboard.me).toEqual({ rank: 1, score: 1000 });
    expect(fromRedis[15]?.leaderboard.entries.map(({ rank }: { rank: number }) => rank)).toEqual([4, 5, 6, 7, 8]);
    await withoutRedis(async () => expect(await answers()).toEqual(fromRedis));
  });

  it('is rebuilt from Mongo when Redis has lost it, before it answers', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    const before = await read('');
    await quest.redisServer.flush();
    expect(await read('')).toEqual(before);
    expect(await quest.redis.exists('lb:{all_time:-:*}:built')).toBe(1);
  });

  it('is rebuilt after a restart of Redis, which may have forgotten its last moments', async () => {
    const learner = quest.learner();
    await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
    await read('');
    // A line that Redis has lost although the board looks complete.
    await quest.redis.zremrangebyrank('lb:{all_time:-:*}:z', 0, -1);
    await quest.redis.del('lb:{all_time:-:*}:m');
    expect((await read('')).entries).toEqual([]);
    await quest.redisServer.restart();
    await reconnected();
    expect(ranks(await read(''))).toEqual([[1, learner.userId, 10]]);
  });

  it('answers from Mongo while Redis is away, and lets learners score', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    await withoutRedis(async () => {
      expect(ranks(await read(''))).toEqual([[1, learner.userId, 10]]);
      const { attempts } = quest.server.services;
      const actor = { userId: learner.userId, requestId: null, traceparent: null };
      await attempts.submit(actor, { progressId, questionId: 'q3', answer: ['a', 'c', 'f'] });
      expect(ranks(await read(''))).toEqual([[1, learner.userId, 25]]);
    });
    expect(ranks(await read(''))).toEqual([[1, learner.userId, 25]]);
  });

  it('never lets a late projection undo a newer one', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    const { projector, models } = quest.server.services;
    const first = await models.attempts.findOne({ userId: learner.userId }).lean();
    await learner.submit(progressId, 'q3', ['a', 'c', 'f']);
    if (!first) throw new Error('the first answer left no attempt');
    await projector.projectNow(first, { actorId: null, requestId: null, traceparent: null });
    expect(ranks(await read(''))).toEqual([[1, learner.userId, 25]]);
  });

  it('runs days, weeks and months in the time zone of the platform, through changes of the clocks', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    try {
      // Not in the past of the real clock, by which Mongo and Redis drop boards of long ago.
      // 00:30 in Paris on the day when summer time ends: the day before is not over in UTC.
      quest.setTime(new Date('2065-10-24T22:30:00Z'));
      await learner.submit(progressId, 'q2', 'b');
      expect(await read('(period: DAILY)')).toMatchObject({
        startsAt: '2065-10-24T22:00:00.000Z',
        endsAt: '2065-10-25T23:00:00.000Z',
        totalPlayers: 1,
      });
      quest.setTime(new Date('2065-10-25T22:59:59Z'));
      expect((await read('(period: DAILY)')).totalPlayers).toBe(1);
      expect(await read('(period: WEEKLY)')).toMatchObject({
        startsAt: '2065-10-18T22:00:00.000Z',
        endsAt: '2065-10-25T23:00:00.000Z',
        totalPlayers: 1,
      });
      quest.setTime(new Date('2065-10-25T23:00:00Z'));
      expect((await read('(period: DAILY)')).totalPlayers).toBe(0);
      expect((await read('(period: WEEKLY)')).totalPlayers).toBe(0);
      expect((await read('(period: MONTHLY)')).totalPlayers).toBe(1);
    } finally {
      quest.setTime(null);
    }
  });

  it('lets Redis drop finished boards by itself', async () => {
    const learner = quest.learner();
    await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
    await read('(period: DAILY)');
    const [daily] = await quest.redis.keys('lb:{daily:*:[*]}:z');
    const expiries = await Promise.all(
      ['z', 'm', 't', 'built'].map((part) => quest.redis.pttl((daily ?? '').replace(/z$/, part))),
    );
    for (const expiry of expiries) expect(expiry).toBeGreaterThan(0);
    expect(await quest.redis.pttl('lb:{all_time:-:*}:z')).toBe(-1);
  });
});

async function withoutRedis(act: () => Promise<void>): Promise<void> {
  await quest.redisServer.kill();
  try {
    await act();
  } finally {
    await quest.redisServer.restart();
    await reconnected();
  }
}

async function reconnected(): Promise<void> {
  if (quest.redis.status !== 'ready') await new Promise((resolve) => quest.redis.once('ready', resolve));
}
