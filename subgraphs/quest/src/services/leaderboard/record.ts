import { type ClientSession, type mongo, trusted } from 'mongoose';
import { type BoardScoreRecord, boardScoreId } from '../../models/board-score.model.js';
import type { Models } from '../../models/index.js';
import type { Board, BoardView, BoardWindow, RankedLine } from './board.js';

/** How long the lines of a finished period are kept, in days. */
const KEPT_DAYS = 90;

/** Longest a ranking may take Mongo to answer, in milliseconds. */
const MAX_READ_MS = 2000;

/** The boards as Mongo keeps them. */
export type BoardRecord = ReturnType<typeof createBoardRecord>;

/** The record of all boards: the truth from which Redis' rankings are derived. */
export function createBoardRecord({ boardScores }: Pick<Models, 'boardScores'>) {
  // Past mongoose where lines go by the dozen or the million: it would cast each of them.
  const bare = boardScores.db.collection<BoardScoreRecord>(boardScores.collection.collectionName);

  return {
    /** Adds `gain` (> 0) points of one learner to each board, inside the caller's transaction. */
    async add(session: ClientSession, { boards, userId, gain, at, hidden }: BoardGain): Promise<void> {
      const writes = boards.map((board): mongo.AnyBulkWriteOperation<BoardScoreRecord> => {
        return {
          updateOne: {
            filter: { _id: boardScoreId(board.id, userId) },
            update: {
              $inc: { score: gain, revision: 1 },
              $set: { reachedAt: at },
              $setOnInsert: { board: board.id, userId, hidden, expiresAt: expiryOf(board) },
            },
            upsert: true,
          },
        };
      });
      await bare.bulkWrite(writes, { session });
    },

    /** One learner's lines of the named boards. */
    linesOf(userId: string, boardIds: readonly string[]): Promise<BoardScoreRecord[]> {
      const ids = boardIds.map((board) => boardScoreId(board, userId));
      return bare.find({ _id: { $in: ids } }).toArray();
    },

    /** Every line of one learner. */
    allLinesOf(userId: string): Promise<BoardScoreRecord[]> {
      return boardScores.find({ userId }).lean<BoardScoreRecord[]>();
    },

    /** Every line of a board that is shown, in no order. */
    lines(boardId: string): AsyncIterable<BoardScoreRecord> {
      return bare.find({ board: boardId, hidden: false }, { batchSize: 1000 });
    },

    /** A board read from Mongo alone, in the same order as Redis' ranking. */
    async read(boardId: string, window: BoardWindow): Promise<BoardView> {
      const board = { board: boardId, hidden: false };
      const [totalPlayers, newest, viewer] = await Promise.all([
        boardScores.countDocuments(board).maxTimeMS(MAX_READ_MS),
        boardScores.findOne(board).sort({ reachedAt: -1 }).maxTimeMS(MAX_READ_MS).lean<BoardScoreRecord>(),
        window.viewerId === null ? null : rankOf(boardId, window.viewerId),
      ]);
      const offset = offsetOf(window, viewer, totalPlayers);
      const lines = await boardScores
        .find(board)
        .sort({ score: -1, reachedAt: 1, userId: -1 })
        .skip(offset)
        .limit(window.count)
        .maxTimeMS(MAX_READ_MS)
        .lean<BoardScoreRecord[]>();
      const entries = lines.map(({ userId, score }, index) => ({ userId, score, rank: offset + index + 1 }));
      return { totalPlayers, updatedAt: newest?.reachedAt ?? null, entries, viewer };
    },
  };

  async function rankOf(boardId: string, userId: string): Promise<RankedLine | null> {
    const line = await boardScores.findById(boardScoreId(boardId, userId)).lean<BoardScoreRecord>();
    if (!line || line.hidden) return null;
    const { score, reachedAt } = line;
    const ahead = await boardScores
      .countDocuments({
        board: boardId,
        hidden: false,
        $or: [
          { score: trusted({ $gt: score }) },
          { score, reachedAt: trusted({ $lt: reachedAt }) },
          { score, reachedAt, userId: trusted({ $gt: userId }) },
        ],
      })
      .maxTimeMS(MAX_READ_MS);
    return { userId, score, rank: ahead + 1 };
  }
}

/** Points that one learner earned at one moment. */
export interface BoardGain {
  boards: readonly Board[];
  userId: string;
  gain: number;
  at: Date;
  /** Not to be shown. */
  hidden: boolean;
}

/** How many lines a window skips: around the viewer when asked and possible, never past the last full page. */
function offsetOf(window: BoardWindow, viewer: RankedLine | null, totalPlayers: number): number {
  if (!window.aroundViewer || viewer === null) return window.offset;
  const centred = viewer.rank - 1 - Math.floor(window.count / 2);
  return Math.max(0, Math.min(centred, totalPlayers - window.count));
}

function expiryOf(board: Board): Date | null {
  return board.span.endsAt === null ? null : new Date(board.span.endsAt.getTime() + KEPT_DAYS * 86_400_000);
}
