import { randomUUID } from 'node:crypto';
import { insertRecords } from '@doctorpy/service-kit/mongo';
import { type BoardScoreRecord, boardScoreId } from '../../subgraphs/quest/src/models/board-score.model.js';
import { newPlayer } from '../../subgraphs/quest/src/models/player.model.js';
import { newLearner } from '../../subgraphs/quest/src/services/learner/totals.js';
import type { MeasuredQuest } from '../measure/quest-services.js';

const BATCH = 5_000;
const YEAR_MS = 365 * 86_400_000;
const VIEWERS = 500;

/**
 * Writes players to quest's own collections: totals, appearance, and their line of a board. Few have many points and many
 * have few, so that most are tied with others; they were reached at any time of the last year.
 * @returns some of the players, evenly drawn, to look at the board for
 */
export async function fillBoard({ services }: MeasuredQuest, board: string, players: number): Promise<string[]> {
  const { learners, players: appearances, boardScores } = services.models;
  const viewers: string[] = [];
  const every = Math.max(1, Math.floor(players / VIEWERS));
  const until = Date.now();
  for (let from = 0; from < players; from += BATCH) {
    const lines = Array.from({ length: Math.min(BATCH, players - from) }, () => lineOf(board, until));
    for (const [index, { userId }] of lines.entries()) if ((from + index) % every === 0) viewers.push(userId);
    await Promise.all([
      insertRecords(null, boardScores, lines),
      insertRecords(
        null,
        appearances,
        lines.map(({ userId }) => newPlayer(userId)),
      ),
      insertRecords(
        null,
        learners,
        lines.map(({ userId, score }) => ({ ...newLearner(userId), score })),
      ),
    ]);
  }
  return viewers;
}

function lineOf(board: string, until: number): BoardScoreRecord {
  const userId = randomUUID();
  const score = Math.ceil(10 / Math.sqrt(1 - Math.random()));
  const reachedAt = new Date(until - Math.floor(Math.random() * YEAR_MS));
  return {
    _id: boardScoreId(board, userId),
    board,
    userId,
    score,
    reachedAt,
    revision: 1,
    hidden: false,
    expiresAt: null,
  };
}
