import { type Connection, type Model, Schema } from 'mongoose';
import type { Grade } from '../services/grading/grade.js';

/** One submitted answer and what came of it. */
export interface AttemptRecord {
  /** uuid. */
  _id: string;
  userId: string;
  progressId: string;
  questId: string;
  questVersion: number;
  questionKey: string;
  answer: string[];
  /** Unique for its learner; null when the client sent none. */
  idempotencyKey: string | null;
  submittedAt: Date;
  /** PENDING while the grader has not answered; GIVEN_UP when it never did. */
  state: 'PENDING' | 'GRADED' | 'GIVEN_UP';
  /** How often it was tried to grade it later; absent in attempts older than this count. */
  tries?: number;
  /** While PENDING: not to be tried before; null at once. */
  nextTryAt?: Date | null;
  gradedAt: Date | null;
  grade: Grade;
  scoreAwarded: number;
  /** Hints revealed when it was submitted, which set what it can earn. */
  hintsRevealed: number;
  /** Boards whose scores it raised. */
  boards: string[];
  achievementsUnlocked: string[];
  /** The level reached with this attempt, or null. */
  levelUp: number | null;
}

const schema = new Schema<AttemptRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    progressId: { type: String, required: true },
    questId: { type: String, required: true },
    questVersion: { type: Number, required: true },
    questionKey: { type: String, required: true },
    answer: { type: [String], required: true },
    idempotencyKey: { type: String, default: null },
    submittedAt: { type: Date, required: true },
    state: { type: String, required: true },
    tries: Number,
    nextTryAt: Date,
    gradedAt: { type: Date, default: null },
    grade: { type: Schema.Types.Mixed, required: true },
    scoreAwarded: { type: Number, required: true },
    hintsRevealed: { type: Number, required: true },
    boards: { type: [String], required: true },
    achievementsUnlocked: { type: [String], required: true },
    levelUp: { type: Number, default: null },
  },
  { collection: 'attempts', versionKey: false, minimize: false },
);

/** Every answer ever submitted. */
export const attemptModel = (connection: Connection): Model<AttemptRecord> =>
  connection.model<AttemptRecord>('Attempt', schema);
