import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { inBatches } from '../batches.js';
import type { BoardView, BoardWindow, RankedLine } from './board.js';
import { defineRankingScripts } from './ranking-scripts.js';

/** One line to rank, as recorded. */
export interface RankingLine {
  board: string;
  userId: string;
  score: number;
  reachedAt: Date;
  revision: number;
  /** Off the board. */
  hidden: boolean;
}

/** The boards as Redis ranks them. */
export type Ranking = ReturnType<typeof createRanking>;

/**
 * Boards as sorted sets: the score is the plain points, the member the inverted time at which they were reached and the
 * user id, so that Redis' own order of equal scores is first come, first ranked. A hash beside finds a player's member.
 * `expiryOf` gives the epoch milliseconds after which Redis may drop a board, or null for never.
 * Every method fails like any command while Redis is away.
 */
export function createRanking({ redis, expiryOf }: { redis: Redis; expiryOf: (board: string) => number | null }) {
  defineRankingScripts(redis);
  const generation = generationOf(redis);

  return {
    /** Sets lines as recorded, in any order and as often as one likes. Returns the boards that changed. */
    async project(lines: readonly RankingLine[]): Promise<string[]> {
      const changed = await Promise.all(inOneWrite(() => lines.map((line) => setLines(line.board, [line]))));
      return lines.filter((_, index) => (changed[index] ?? 0) > 0).map((line) => line.board);
    },

    /** Forgets somebody who is off these boards for good. */
    async forget(userId: string, boards: readonly string[]): Promise<void> {
      await Promise.all(boards.map((board) => redis.boardForget(keysOf(board).members, userId)));
    },

    /** Reads a window of a board, or null when Redis does not hold all of it: rebuild it then. */
    async read(board: string, window: BoardWindow): Promise<BoardView | null> {
      const key = keysOf(board);
      const reply = await redis.boardRead(
        key.scores,
        key.members,
        key.updated,
        key.built,
        await generation(),
        window.offset,
        window.count,
        window.viewerId ?? '',
        window.aroundViewer ? 1 : 0,
      );
      return reply === null ? null : toView(reply);
    },

    /**
     * Fills a board from its recorded lines under a lock; lines projected meanwhile are kept.
     * False when another process is at it, or took the lock over.
     */
    async rebuild(board: string, lines: AsyncIterable<RankingLine>): Promise<boolean> {
      const key = keysOf(board);
      const token = randomUUID();
      const current = await generation();
      const { scores, members, updated, built, lock } = key;
      if ((await redis.boardBeginRebuild(scores, members, updated, built, lock, token, LOCK_MS)) === 0) return false;
      for await (const batch of inBatches(lines, BATCH, (line) => line)) {
        const [, held] = await Promise.all([setLines(board, batch), redis.boardExtendRebuild(lock, token, LOCK_MS)]);
        if (held === 0) return false;
      }
      return (await redis.boardFinishRebuild(built, lock, token, current, expiryOf(board) ?? '')) === 1;
    },
  };

  /** Sends commands to the server together, whatever slots their keys are in: a pipeline would want one. */
  function inOneWrite<T>(send: () => T): T {
    redis.stream?.cork();
    try {
      return send();
    } finally {
      redis.stream?.uncork();
    }
  }

  /** Sets lines of one board in one go; gives how many changed. */
  function setLines(board: string, lines: readonly RankingLine[]): Promise<number> {
    const { scores, members, updated } = keysOf(board);
    const told = lines.flatMap(({ userId, score, reachedAt, revision, hidden }) => {
      // A line that is off says nothing of when the board changed.
      const at = hidden ? 0 : reachedAt.getTime();
      const member = hidden ? '' : `${String(LAST_MILLISECOND - at).padStart(MEMBER_DIGITS, '0')}:${userId}`;
      return [userId, score, member, revision, at];
    });
    return redis.boardProject(scores, members, updated, expiryOf(board) ?? '', ...told);
  }
}

// Beyond the year 2280; subtracting from it makes earlier times sort higher.
const LAST_MILLISECOND = 9_999_999_999_999;
const MEMBER_DIGITS = 13;
const LOCK_MS = 30_000;
// Redis does nothing else meanwhile: some milliseconds.
const BATCH = 500;

// One hash tag a board, so that Redis Cluster keeps its keys in one slot.
function keysOf(board: string) {
  const of = (name: string) => `lb:{${board}}:${name}`;
  return { scores: of('z'), members: of('m'), updated: of('t'), built: of('built'), lock: of('lock') };
}

/**
 * Names this life of the Redis server. A server that restarted may have forgotten the last moments before, even with an
 * append-only file, so boards built in an earlier life count as missing.
 */
function generationOf(redis: Redis): () => Promise<string> {
  let known: Promise<string> | null = null;
  redis.on('close', () => {
    known = null;
  });
  return () => {
    known ??= redis.info('server').then((info) => /run_id:(\w+)/.exec(info)?.[1] ?? 'unknown');
    const asked = known;
    asked.catch(() => {
      if (known === asked) known = null;
    });
    return asked;
  };
}

const readReply = z.tuple([
  z.coerce.number(),
  z.string(),
  z.coerce.number(),
  z.array(z.string()),
  z.union([z.tuple([z.string(), z.coerce.number(), z.coerce.number()]), z.tuple([])]),
]);

function toView(reply: unknown): BoardView {
  const [totalPlayers, updated, offset, flat, viewer] = readReply.parse(reply);
  const entries: RankedLine[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    entries.push({
      userId: userOf(flat[index] ?? ''),
      score: Number(flat[index + 1]),
      rank: offset + index / 2 + 1,
    });
  }
  const [member, score, rank] = viewer;
  return {
    totalPlayers,
    updatedAt: updated === '' ? null : new Date(Number(updated)),
    entries,
    viewer: member === undefined ? null : { userId: userOf(member), score: score ?? 0, rank: (rank ?? 0) + 1 },
  };
}

function userOf(member: string): string {
  return member.slice(MEMBER_DIGITS + 1);
}
