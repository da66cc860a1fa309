import { boardsCounting } from '../../subgraphs/quest/src/services/leaderboard/board.js';
import type { LeaderboardQuery } from '../../subgraphs/quest/src/services/leaderboard/leaderboard.js';
import { createRanking } from '../../subgraphs/quest/src/services/leaderboard/ranking.js';
import { createBoardRecord } from '../../subgraphs/quest/src/services/leaderboard/record.js';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { type MeasuredQuest, startQuestServices, TIME_ZONE } from '../measure/quest-services.js';
import { fillBoard } from './players.js';

/**
 * `npm run bench:leaderboard`: what reading a leaderboard costs with few players and with many, how long Redis takes to
 * be filled again from Mongo, and how much memory its rankings take. Each size has a mongod and a redis-server of its own, and
 * reads at the smallest size and at another take turns. The numbers of the command line are the sizes.
 */
const ARGUED = process.argv.slice(2).map(Number);
const SIZES = ARGUED.length > 0 ? ARGUED : [1_000, 100_000, 1_000_000];
const ROUNDS = 30;
const READS = 25;
const ALL_TIME = 'all_time:-:*';

await measured(startBoards, async ({ boards }) => {
  for (const { quest, size, viewers } of boards) {
    await rebuild(quest, size, viewers);
  }
  const [smallest, ...others] = boards;
  if (!smallest) throw new Error('No size was given.');
  console.log(`${ROUNDS} rounds of 4 × ${READS} reads, one after the other`);
  for (const [name, query] of [
    ['top 10', { first: 10 }],
    ['around me', { first: 10, aroundMe: true }],
  ] as const) {
    for (const other of others) {
      const few = () => medianRead(smallest, query);
      const many = () => medianRead(other, query);
      for (let round = 0; round < 2; round += 1) await inTurns(1, few, many);
      const { first, second, ratios } = await inTurns(ROUNDS, few, many);
      const [own, its] = [shown(estimate(first), 2), shown(estimate(second), 2)];
      console.log(`${name}, p50: ${its} ms with ${other.size} players, ${own} ms with ${smallest.size}`);
      console.log(`${name}, ${other.size} by ${smallest.size} players: ratio ${shown(estimate(ratios))}`);
    }
  }
  const largest = boards.at(-1) ?? smallest;
  await memoryOfAllBoards(largest.quest, largest.size);
});

interface Filled {
  readonly quest: MeasuredQuest;
  readonly size: number;
  readonly viewers: readonly string[];
}

async function startBoards() {
  const boards: Filled[] = [];
  for (const size of [...SIZES].sort((a, b) => a - b)) {
    const quest = await startQuestServices();
    const startedAt = performance.now();
    const viewers = await fillBoard(quest, ALL_TIME, size);
    console.log(`${size} players written to Mongo in ${seconds(startedAt)}`);
    boards.push({ quest, size, viewers });
  }
  return {
    boards,
    async stop() {
      for (const { quest } of boards) await quest.stop();
    },
  };
}

/** Reads a board that Redis does not hold, which makes quest rebuild it. */
async function rebuild(quest: MeasuredQuest, size: number, [viewerId = '']: readonly string[]): Promise<void> {
  await quest.redis.flushall();
  const before = { redis: await memoryOf(quest), own: process.memoryUsage().rss };
  const startedAt = performance.now();
  const { totalPlayers, me } = await read(quest, { first: 10, viewerId });
  const took = seconds(startedAt);
  if (totalPlayers !== size || me === null) throw new Error('The board is not what was written.');
  const grown = (process.memoryUsage().rss - before.own) / 2 ** 20;
  const each = ((await memoryOf(quest)) - before.redis) / size;
  console.log(`${size} players: rebuilt and read in ${took}, this process grew by ${grown.toFixed(0)} MiB`);
  console.log(`${size} players: ${each.toFixed(0)} bytes of Redis for each line of a board`);
}

/** Fills the other boards that a player of one category is on, and tells what a million players then take. */
async function memoryOfAllBoards(quest: MeasuredQuest, size: number): Promise<void> {
  const record = createBoardRecord(quest.services.models);
  const ranking = createRanking({ redis: quest.redis, expiryOf: () => null });
  const boards = boardsCounting('python_basics', new Date(), TIME_ZONE).map(({ id }) => id);
  for (const board of boards.filter((id) => id !== ALL_TIME)) {
    if (!(await ranking.rebuild(board, record.lines(ALL_TIME)))) throw new Error(`${board} was not rebuilt.`);
  }
  const perMillion = ((await memoryOf(quest)) / size) * 1e6;
  console.log(`Redis memory of ${boards.length} boards: ${(perMillion / 2 ** 20).toFixed(0)} MiB per million players`);
}

/** Median time of one of {@link READS} reads, in milliseconds. */
async function medianRead({ quest, viewers }: Filled, query: Partial<LeaderboardQuery>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < READS; turn += 1) {
    const viewerId = viewers[Math.floor(Math.random() * viewers.length)] ?? null;
    const startedAt = performance.now();
    await read(quest, { ...query, viewerId });
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(READS / 2)] ?? Number.NaN;
}

function read({ services }: MeasuredQuest, query: Partial<LeaderboardQuery>) {
  return services.leaderboards.read({ period: 'ALL_TIME', first: 10, viewerId: null, ...query });
}

async function memoryOf({ redis }: MeasuredQuest): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
