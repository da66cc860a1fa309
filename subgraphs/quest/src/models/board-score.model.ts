import { type Connection, type Model, Schema } from 'mongoose';

/** One player's line of one board: the record from which rankings are derived. */
export interface BoardScoreRecord {
  /** `<board>|<user>`. */
  _id: string;
  board: string;
  userId: string;
  score: number;
  /** When the score was reached: who got there first stays ahead. */
  reachedAt: Date;
  /** Counts the changes of this line, so that a late projection never undoes a newer one. */
  revision: number;
  /** Not shown: see `PlayerRecord.hidden`. */
  hidden: boolean;
  /** When the line may go: long after the end of its period; null for boards without an end. */
  expiresAt: Date | null;
}

const schema = new Schema<BoardScoreRecord>(
  {
    _id: { type: String, required: true },
    board: { type: String, required: true },
    userId: { type: String, required: true },
    score: { type: Number, required: true },
    reachedAt: { type: Date, required: true },
    revision: { type: Number, required: true },
    hidden: { type: Boolean, default: false },
    expiresAt: { type: Date, default: null },
  },
  { collection: 'board_scores', versionKey: false },
);

/** Every board's lines. */
export const boardScoreModel = (connection: Connection): Model<BoardScoreRecord> =>
  connection.model<BoardScoreRecord>('BoardScore', schema);

/** The id of one player's line of one board. */
export const boardScoreId = (board: string, userId: string): string => `${board}|${userId}`;
