import { type Connection, type Model, Schema } from 'mongoose';

/** Whether a run through a quest is under way, finished or given up. */
export type ProgressStatus = 'IN_PROGRESS' | 'COMPLETED' | 'ABANDONED';

/** Where a learner stands on one question. */
export type QuestionState = 'UNANSWERED' | 'PENDING' | 'INCORRECT' | 'PARTIAL' | 'CORRECT';

/** One question of a run. */
export interface QuestionProgressRecord {
  key: string;
  state: QuestionState;
  /** Graded attempts; pending ones cost nothing. */
  attempts: number;
  /** Best award so far. */
  scoreAwarded: number;
  hintsRevealed: number;
  lastAnswer: string[] | null;
  lastAttemptId: string | null;
  /** The best attempt, whose result a correct question answers with from then on. */
  bestAttemptId: string | null;
  /** Whether a graded attempt was not fully right. */
  mistaken: boolean;
}

/** One learner's run through one version of a quest. */
export interface ProgressRecord {
  /** uuid. */
  _id: string;
  userId: string;
  questId: string;
  questVersion: number;
  status: ProgressStatus;
  /** Sum of the questions' awards. */
  score: number;
  startedAt: Date;
  completedAt: Date | null;
  /** Completed, and its learner had not completed the quest before; absent in all other runs. */
  firstCompletion?: true;
  questions: QuestionProgressRecord[];
}

const questionSchema = new Schema<QuestionProgressRecord>(
  {
    key: { type: String, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    scoreAwarded: { type: Number, required: true },
    hintsRevealed: { type: Number, required: true },
    lastAnswer: { type: [String], default: null },
    lastAttemptId: { type: String, default: null },
    bestAttemptId: { type: String, default: null },
    mistaken: { type: Boolean, required: true },
  },
  { _id: false },
);

const schema = new Schema<ProgressRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    questId: { type: String, required: true },
    questVersion: { type: Number, required: true },
    status: { type: String, required: true },
    score: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    completedAt: { type: Date, default: null },
    firstCompletion: { type: Boolean },
    questions: { type: [questionSchema], required: true },
  },
  { collection: 'quest_progress', versionKey: false },
);

/** Learners' runs through quests; at most one of a learner and quest is IN_PROGRESS. */
export const progressModel = (connection: Connection): Model<ProgressRecord> =>
  connection.model<ProgressRecord>('QuestProgress', schema);
