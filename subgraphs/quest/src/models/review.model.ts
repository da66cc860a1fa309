import { type Connection, type Model, Schema } from 'mongoose';
import type { Grade } from '../services/grading/grade.js';

/** One answer that was given in review: it earns no points. */
export interface ReviewRecord {
  /** uuid. */
  _id: string;
  userId: string;
  questionId: string;
  questId: string;
  /** The version that was asked. */
  questVersion: number;
  questionKey: string;
  answer: string[];
  /** Unique for its learner; null when the client sent none. */
  idempotencyKey: string | null;
  submittedAt: Date;
  grade: Grade;
  /** Whether the question could earn nothing any more, so that its explanation may be shown. */
  settled: boolean;
}

const schema = new Schema<ReviewRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    questionId: { type: String, required: true },
    questId: { type: String, required: true },
    questVersion: { type: Number, required: true },
    questionKey: { type: String, required: true },
    answer: { type: [String], required: true },
    idempotencyKey: { type: String, default: null },
    submittedAt: { type: Date, required: true },
    grade: { type: Schema.Types.Mixed, required: true },
    settled: { type: Boolean, required: true },
  },
  { collection: 'reviews', versionKey: false, minimize: false },
);

/** Every answer ever given in review. */
export const reviewModel = (connection: Connection): Model<ReviewRecord> =>
  connection.model<ReviewRecord>('Review', schema);
