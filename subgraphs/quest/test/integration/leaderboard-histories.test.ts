import { randomUUID } from 'node:crypto';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PERIODS } from '../../src/services/calendar/period.js';
import { boardsCounting } from '../../src/services/leaderboard/board.js';
import { createRanking } from '../../src/services/leaderboard/ranking.js';
import { createBoardRecord } from '../../src/services/leaderboard/record.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { expectedBoard, type Gain } from './expected-boards.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const ZONE = 'Europe/Paris';
const CATEGORIES = ['python_basics', 'python_functions'] as const;
const HOUR = 3_600_000;
const SYSTEM = { actorId: null, requestId: null, traceparent: null };

/** Points, or somebody who hides or shows; after no time at all, a moment, hours, days or weeks. */
const step = fc.record({
  player: fc.integer({ min: 0, max: 5 }),
  pause: fc.constantFrom(0, 0, 1, HOUR, 20 * HOUR, 26 * HOUR, 6 * 24 * HOUR, 20 * 24 * HOUR),
  act: fc.oneof(
    { weight: 5, arbitrary: fc.record({ gain: fc.constantFrom(5, 10, 20), category: fc.constantFrom(...CATEGORIES) }) },
    { weight: 1, arbitrary: fc.record({ hide: fc.boolean() }) },
  ),
  /** Whether it is projected at once: otherwise whoever should have done it was killed. */
  projected: fc.boolean(),
  /** Redis loses everything before it. */
  flushed: fc.integer({ min: 0, max: 14 }).map((one) => one === 0),
});
const histories = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 30 }),
  /** Near a change of the clocks, the end of a year, and a leap day; not in the past, by which boards are dropped. */
  start: fc.constantFrom(
    '2065-03-28T20:00:00Z',
    '2065-10-24T21:00:00Z',
    '2065-12-31T20:00:00Z',
    '2068-02-27T22:00:00Z',
  ),
});

it('ranks as the history says, on every board, also when projections were lost or late, Redis was flushed, or is away', async () => {
  const { models, players, leaderboards } = quest.server.services;
  const record = createBoardRecord(models);
  const ranking = createRanking({ redis: quest.redis, expiryOf: () => null });

  await fc.assert(
    fc.asyncProperty(histories, async ({ steps, start }) => {
      await models.boardScores.deleteMany({});
      await quest.redisServer.flush();
      const run = randomUUID();
      const hidden = new Set<string>();
      const gains: Gain[] = [];
      let now = new Date(start);

      for (const { player, pause, act, projected, flushed } of steps) {
        now = new Date(now.getTime() + pause);
        const userId = `${run}-${player}`;
        if (flushed) await quest.redisServer.flush();
        if ('gain' in act) {
          const boards = boardsCounting(act.category, now, ZONE);
          const at = now;
          await inTransaction(quest.connection, async (session) => {
            const { hidden } = await players.load(session, userId);
            await record.add(session, { boards, userId, gain: act.gain, at, hidden });
          });
          gains.push({ userId, gain: act.gain, category: act.category, at });
        } else {
          await inTransaction(quest.connection, (session) =>
            players.change(session, userId, () => ({ absent: act.hide }), SYSTEM),
          );
          if (act.hide) hidden.add(userId);
          else hidden.delete(userId);
        }
        if (projected) await ranking.project(await record.allLinesOf(userId));
      }
      // What was not projected at once is by its event, at least once, in whatever order.
      for (let player = 5; player >= 0; player -= 1) await ranking.project(await record.allLinesOf(`${run}-${player}`));

      quest.setTime(now);
      const expected = (period: (typeof PERIODS)[number], category: string | null) =>
        expectedBoard(gains, { period, category }, { now, timeZone: ZONE, hidden });
      const boards = PERIODS.flatMap((period) => [null, ...CATEGORIES].map((category) => ({ period, category })));
      const check = async (how: string) => {
        for (const { period, category } of boards) {
          const ranked = expected(period, category);
          const view = await leaderboards.read({ period, category, first: 100, viewerId: null });
          expect([how, period, category, view.entries]).toEqual([how, period, category, ranked]);
          expect(view.totalPlayers).toBe(ranked.length);
          const me = ranked[Math.floor(ranked.length / 2)];
          if (!me) continue;
          const query = { period, category, first: 3, aroundMe: true, viewerId: me.userId };
          const around = await leaderboards.read(query);
          const from = Math.max(0, Math.min(me.rank - 2, ranked.length - 3));
          expect([how, around.me, around.entries]).toEqual([how, me, ranked.slice(from, from + 3)]);
        }
      };
      await check('as projected');
      await quest.redisServer.flush();
      await check('rebuilt');
      for (const { period, category } of boards) {
        const window = { offset: 0, count: 100, aroundViewer: false, viewerId: null };
        const { entries } = await record.read(leaderboards.boardOf({ period, category }).id, window);
        expect(entries).toEqual(expected(period, category));
      }
    }),
    { numRuns: 20 },
  );
}, 240_000);
