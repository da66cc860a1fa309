import { type Connection, type Model, Schema } from 'mongoose';
import type { AchievementContent } from '../services/content/content-schema.js';

/** An achievement that can be unlocked. */
export interface AchievementRecord {
  /** The authored slug. */
  _id: string;
  position: number;
  content: AchievementContent;
  /** How far those who met its rule before the rule was there have been given it; absent: not at all. */
  granted?: {
    /** The rule, as JSON, that it was given by. */
    rule: string;
    at: Date;
    /** Looked at a second time, after everything that ran beside the first one. */
    settled: boolean;
  };
}

/** An achievement that a learner holds. */
export interface UnlockedAchievementRecord {
  /** uuid. */
  _id: string;
  userId: string;
  achievementId: string;
  unlockedAt: Date;
}

const achievementSchema = new Schema<AchievementRecord>(
  {
    _id: { type: String, required: true },
    position: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    granted: { type: new Schema({ rule: String, at: Date, settled: Boolean }, { _id: false }) },
  },
  { collection: 'achievements', versionKey: false },
);

const unlockedSchema = new Schema<UnlockedAchievementRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    achievementId: { type: String, required: true },
    unlockedAt: { type: Date, required: true },
  },
  { collection: 'unlocked_achievements', versionKey: false },
);

/** The achievements there are. */
export const achievementModel = (connection: Connection): Model<AchievementRecord> =>
  connection.model<AchievementRecord>('Achievement', achievementSchema);

/** The achievements learners hold; one of a kind each. */
export const unlockedAchievementModel = (connection: Connection): Model<UnlockedAchievementRecord> =>
  connection.model<UnlockedAchievementRecord>('UnlockedAchievement', unlockedSchema);
