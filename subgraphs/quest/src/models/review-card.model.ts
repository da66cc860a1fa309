import { type Connection, type Model, Schema } from 'mongoose';

/** What FSRS knows of one learner's memory of one question. Days are fractions of 24 hours. */
export interface ReviewCardRecord {
  /** `<user>|<question>`, as of `questionBestId`. */
  _id: string;
  userId: string;
  /** As in the API: `python_variables_101:q1`. */
  questionId: string;
  questId: string;
  questionKey: string;
  /** The version in which it was answered last; asked again from it when the newest version has no such question. */
  questVersion: number;
  /** Slugs of the lessons that the question trains. */
  concepts: string[];
  /** When it comes back. */
  due: Date;
  /** Days until the chance to remember falls to 90 %. */
  stability: number;
  /** 1 to 10. */
  difficulty: number;
  /** 1 learning, 2 reviewing, 3 learning again, as in ts-fsrs. */
  state: number;
  learningSteps: number;
  scheduledDays: number;
  /** Answers that the memory was told of. */
  reps: number;
  /** How often it was forgotten after it was known. */
  lapses: number;
  lastReview: Date;
  /** Graded answers that were not fully right. */
  missed: number;
  /** What the last answer was worth, 0 to 1. */
  lastRatio: number;
}

const schema = new Schema<ReviewCardRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    questionId: { type: String, required: true },
    questId: { type: String, required: true },
    questionKey: { type: String, required: true },
    questVersion: { type: Number, required: true },
    concepts: { type: [String], required: true },
    due: { type: Date, required: true },
    stability: { type: Number, required: true },
    difficulty: { type: Number, required: true },
    state: { type: Number, required: true },
    learningSteps: { type: Number, required: true },
    scheduledDays: { type: Number, required: true },
    reps: { type: Number, required: true },
    lapses: { type: Number, required: true },
    lastReview: { type: Date, required: true },
    missed: { type: Number, required: true },
    lastRatio: { type: Number, required: true },
  },
  { collection: 'review_cards', versionKey: false },
);

/** One card for each learner and question that was ever graded. */
export const reviewCardModel = (connection: Connection): Model<ReviewCardRecord> =>
  connection.model<ReviewCardRecord>('ReviewCard', schema);
