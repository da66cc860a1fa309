import { type Connection, type Model, Schema } from 'mongoose';

/** What a learner is working on, as the quest service's events tell. */
export interface LearnerFocusRecord {
  /** The learner's user id. */
  _id: string;
  /** The quest under way; null when the last one was completed or given up. */
  questId: string | null;
  /** The run through it that was started last; absent or null in older records. */
  progressId?: string | null;
  /** When it was started (the event's own time). */
  since: Date | null;
  /** Completions seen, a quest done twice counted twice. */
  completions: number;
  /** Different quests completed. */
  completedQuestIds: string[];
  /** The last runs that came to an end, completed or given up: the news of their beginning may come after. */
  endedRuns: string[];
}

const schema = new Schema<LearnerFocusRecord>(
  {
    _id: { type: String, required: true },
    questId: { type: String, default: null },
    progressId: { type: String, default: null },
    since: { type: Date, default: null },
    completions: { type: Number, default: 0 },
    completedQuestIds: { type: [String], default: [] },
    endedRuns: { type: [String], default: [] },
  },
  { collection: 'learner_focus', versionKey: false, autoIndex: false },
);

/** The learner_focus collection of a connection. */
export const learnerFocusModel = (connection: Connection): Model<LearnerFocusRecord> =>
  connection.model<LearnerFocusRecord>('LearnerFocus', schema);
