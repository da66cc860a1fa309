import { randomUUID } from 'node:crypto';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type BoardScoreRecord, boardScoreId } from '../../src/models/board-score.model.js';
import { createLateUnlocks } from '../../src/services/achievement/late-unlocks.js';
import { compareStandings } from '../../src/services/leaderboard/board.js';
import { createRanking } from '../../src/services/leaderboard/ranking.js';
import { createBoardRecord } from '../../src/services/leaderboard/record.js';
import { newLearner } from '../../src/services/learner/totals.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;

it('ranks more players than one batch holds after a rebuild, ties and all, without those who hide', async () => {
  const board = 'all_time:-:many';
  const lines = Array.from({ length: 1_203 }, (_, index): BoardScoreRecord => {
    const userId = randomUUID();
    const reachedAt = new Date(1_700_000_000_000 + (index % 7));
    const of = { _id: boardScoreId(board, userId), board, userId, revision: 1, expiresAt: null };
    return { ...of, score: index % 11, reachedAt, hidden: index % 100 === 0 };
  });
  await models().boardScores.insertMany(lines);
  const ranking = createRanking({ redis: quest.redis, expiryOf: () => null });
  const record = createBoardRecord(models());
  expect(await ranking.rebuild(board, raisedMeanwhile())).toBe(true);

  const [first] = lines.filter(({ hidden }) => !hidden);
  if (!first) throw new Error('everybody hides');
  const shown = lines
    .filter(({ hidden }) => !hidden)
    .map((line) => (line === first ? { ...line, score: 99 } : line))
    .sort(compareStandings);
  const whole = { offset: 0, count: shown.length, aroundViewer: false, viewerId: null };
  const view = await ranking.read(board, whole);
  expect(view?.totalPlayers).toBe(shown.length);
  expect(view?.entries.map(({ userId }) => userId)).toEqual(shown.map(({ userId }) => userId));
  // What a board says of its newest change is what Mongo says of it.
  expect(view?.updatedAt).toEqual((await record.read(board, whole)).updatedAt);

  /** Somebody scores while the board is being filled: the older line that comes later undoes nothing. */
  async function* raisedMeanwhile() {
    const [raised] = lines.filter(({ hidden }) => !hidden);
    if (raised) await ranking.project([{ ...raised, score: 99, revision: 2 }]);
    yield* record.lines(board);
  }
});

it('gives a new achievement to more learners than one batch holds, once each, also when it is stopped half-way', async () => {
  // By hand from here on; nobody is left to be given what is authored.
  await quest.server.services.lateUnlocks.stop();
  await replica(Number.POSITIVE_INFINITY).flush();
  const learners = Array.from({ length: 130 }, () => ({ ...newLearner(randomUUID()), score: 5_000 }));
  await models().learners.insertMany(learners);
  const _id = `rule_${randomUUID().replaceAll('-', '')}`;
  const content = {
    id: _id,
    title: _id,
    description: _id,
    points: 1,
    rule: { kind: 'score', atLeast: 4_999 } as const,
  };
  await models().achievements.create({ _id, position: 1_000, content });
  batches = 0;
  const held = () => models().unlocked.countDocuments({ achievementId: _id });
  await replica(1).flush();
  expect(await held()).toBe(50);
  await replica(Number.POSITIVE_INFINITY).flush();
  expect(await held()).toBe(130);
  expect(batches).toBe(4);
  const told = await quest.connection
    .collection('outbox')
    .find({ name: 'ACHIEVEMENT_UNLOCKED', 'payload.achievementId': _id })
    .toArray();
  expect(new Set(told.map(({ payload }) => payload.userId))).toEqual(new Set(learners.map((learner) => learner._id)));
  expect(told).toHaveLength(130);
});

let batches = 0;

/** Gives achievements afterwards; killed in the middle of the batch that would be one too many. */
function replica(batchesBeforeKill: number) {
  const { achievements, outbox } = quest.server.services;
  return createLateUnlocks({
    connection: quest.connection,
    models: models(),
    achievements,
    outbox: {
      ...outbox,
      async appendAll(...news) {
        batches += 1;
        if (batches > batchesBeforeKill) throw new Error('killed between two writes');
        return outbox.appendAll(...news);
      },
    },
    deliverEvents: () => {},
    clock: { now: () => new Date(), timeZone: 'Europe/Paris' },
    log: silentLogger(),
  });
}
