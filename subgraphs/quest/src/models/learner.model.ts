import { type Connection, type Model, Schema } from 'mongoose';
import type { Streak } from '../services/calendar/streak.js';
import type { QuestionCredit } from '../services/scoring/question-credit.js';

/** One learner's running totals, kept in the transactions that change them. */
export interface LearnerRecord extends Streak {
  /** The user's id. */
  _id: string;
  /** Names the learner on leaderboards without telling who it is. */
  playerId: string;
  score: number;
  questsStarted: number;
  /** Runs completed, of whatever quests. */
  questsCompleted: number;
  /** Distinct quests completed, at least once. */
  completedQuestIds: string[];
  /** Distinct quests completed without a hint or a mistake in any run so far. */
  perfectQuestIds: string[];
  /** Distinct questions answered correctly. */
  questionsCorrect: number;
  /** Of them, those answered right at the very first try, without a hint. */
  questionsFlawless: number;
  /** Of them, those answered right after a mistake. */
  questionsRecovered: number;
  answersSubmitted: number;
  answersGraded: number;
  answersCorrect: number;
  timeSpentSeconds: number;
  lastActiveAt: Date | null;
  /** IANA name, or null for the platform's. */
  timeZone: string | null;
  /** Answers aimed at each day. */
  dailyGoal: number;
  /** Answers on `lastActiveDay`. */
  dayAnswers: number;
  /** Goes up when the learner is hidden or shown, so that points earned at that instant collide with it. */
  visibilityChanges?: number;
  /** Goes up when achievements are given afterwards, so that an answer at that instant collides with it. */
  lateUnlocks?: number;
  /**
   * Ids of achievements that are known to be held, so that an answer that unlocks none need not ask. The record is
   * `unlocked_achievements`: it may hold more.
   */
  heldAchievementIds?: string[];
  /** `PlayerRecord.hidden` as it was at so many `visibilityChanges`; where these differ, or it is absent: ask the player. */
  shown?: { hidden: boolean; changes: number };
}

/** What one learner ever earned and learned of one question, over all runs: playing again never pays twice. */
export interface QuestionBestRecord extends QuestionCredit {
  /** `<user>|<question>`. */
  _id: string;
  userId: string;
}

const schema = new Schema<LearnerRecord>(
  {
    _id: { type: String, required: true },
    playerId: { type: String, required: true },
    score: { type: Number, required: true },
    questsStarted: { type: Number, required: true },
    questsCompleted: { type: Number, required: true },
    completedQuestIds: { type: [String], required: true },
    perfectQuestIds: { type: [String], required: true },
    questionsCorrect: { type: Number, required: true },
    questionsFlawless: { type: Number, required: true },
    questionsRecovered: { type: Number, required: true },
    answersSubmitted: { type: Number, required: true },
    answersGraded: { type: Number, required: true },
    answersCorrect: { type: Number, required: true },
    timeSpentSeconds: { type: Number, required: true },
    lastActiveAt: { type: Date, default: null },
    timeZone: { type: String, default: null },
    dailyGoal: { type: Number, required: true },
    dayAnswers: { type: Number, required: true },
    streakFreezes: { type: Number, required: true },
    currentStreakDays: { type: Number, required: true },
    longestStreakDays: { type: Number, required: true },
    visibilityChanges: { type: Number },
    lateUnlocks: { type: Number },
    heldAchievementIds: { type: [String], default: undefined },
    shown: { type: new Schema({ hidden: Boolean, changes: Number }, { _id: false }) },
    lastActiveDay: { type: String, default: null },
  },
  { collection: 'learners', versionKey: false },
);

const bestSchema = new Schema<QuestionBestRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    score: { type: Number, required: true },
    correct: { type: Boolean, required: true },
    mistaken: { type: Boolean, default: false },
    settled: { type: Boolean, required: true },
    hintsRevealed: { type: Number, required: true },
    attempts: { type: Number, default: 0 },
  },
  { collection: 'question_bests', versionKey: false },
);

/** Learners' totals. */
export const learnerModel = (connection: Connection): Model<LearnerRecord> =>
  connection.model<LearnerRecord>('Learner', schema);

/** The id of what one learner ever earned with one question. */
export const questionBestId = (userId: string, question: string): string => `${userId}|${question}`;

/** Learners' best awards by question. */
export const questionBestModel = (connection: Connection): Model<QuestionBestRecord> =>
  connection.model<QuestionBestRecord>('QuestionBest', bestSchema);
