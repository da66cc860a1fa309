import type { ClientSession } from 'mongoose';
import { trusted } from 'mongoose';
import type { DepartedTotalsRecord } from '../../models/departed-totals.model.js';
import type { Models } from '../../models/index.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import { localDay } from '../calendar/period.js';
import { currentStreakOn } from '../calendar/streak.js';
import type { Clock } from '../clock.js';
import type { Players } from '../player/players.js';
import { levelOf } from '../scoring/level.js';
import { newLearner } from './totals.js';

/** A learner's public numbers. */
export interface LearnerStats {
  score: number;
  level: number;
  scoreToNextLevel: number;
  currentStreakDays: number;
  longestStreakDays: number;
  questsStarted: number;
  questsCompleted: number;
  answersSubmitted: number;
  /** Share of graded answers that were correct, 0 to 1. */
  accuracy: number;
  timeSpentSeconds: number;
}

/** Numbers about everybody. */
export interface PublicStats {
  learners: number;
  questsPublished: number;
  questsCompleted: number;
  answersSubmitted: number;
  activeToday: number;
}

/** Learners' totals. */
export type Learners = ReturnType<typeof createLearners>;

/** Reads and keeps learners' totals. */
export function createLearners(models: Models, players: Pick<Players, 'admit'>, clock: Clock) {
  return {
    /** Stats of each user, in the order of `userIds`; zeros for those who never played. */
    async statsOf(userIds: readonly string[]): Promise<LearnerStats[]> {
      const found = await models.learners.find({ _id: trusted({ $in: [...userIds] }) }).lean<LearnerRecord[]>();
      const byId = new Map(found.map((learner) => [learner._id, learner]));
      const today = localDay(clock.now(), clock.timeZone);
      return userIds.map((id) => toStats(byId.get(id) ?? newLearner(id), today));
    },

    /** The public player id of each user, in the order of `userIds`; null for those who never played. */
    async playerIdsOf(userIds: readonly string[]): Promise<(string | null)[]> {
      const found = await models.learners
        .find({ _id: trusted({ $in: [...userIds] }) }, { playerId: 1 })
        .lean<Pick<LearnerRecord, '_id' | 'playerId'>[]>();
      const byId = new Map(found.map(({ _id, playerId }) => [_id, playerId]));
      return userIds.map((id) => byId.get(id) ?? null);
    },

    /** Numbers about the whole platform, those who left included. */
    async publicStats(): Promise<PublicStats> {
      const today = localDay(clock.now(), clock.timeZone);
      const [learners, questsPublished, questsCompleted, answersSubmitted, activeToday, departed] = await Promise.all([
        models.learners.estimatedDocumentCount(),
        models.quests.estimatedDocumentCount(),
        models.progress.countDocuments({ status: 'COMPLETED' }),
        models.attempts.estimatedDocumentCount(),
        models.learners.countDocuments({ lastActiveDay: today }),
        models.departedTotals.findById('departed').lean<DepartedTotalsRecord>(),
      ]);
      return {
        learners: learners + (departed?.learners ?? 0),
        questsPublished,
        questsCompleted: questsCompleted + (departed?.questsCompleted ?? 0),
        answersSubmitted: answersSubmitted + (departed?.answersSubmitted ?? 0),
        activeToday,
      };
    },

    /** A learner's totals inside a transaction; new ones are not written yet. UNAUTHENTICATED for a deleted account. */
    async load(session: ClientSession, userId: string): Promise<LearnerRecord> {
      const learner = await models.learners.findById(userId).session(session).lean<LearnerRecord>();
      if (learner) return learner;
      await players.admit(session, userId);
      return newLearner(userId);
    },

    /** Writes a learner's totals inside a transaction. */
    async save(session: ClientSession, learner: LearnerRecord): Promise<void> {
      await models.learners.replaceOne({ _id: learner._id }, learner, { session, upsert: true });
    },
  };
}

function toStats(learner: LearnerRecord, today: string): LearnerStats {
  return {
    score: learner.score,
    ...levelOf(learner.score),
    currentStreakDays: currentStreakOn(learner, today),
    longestStreakDays: learner.longestStreakDays,
    questsStarted: learner.questsStarted,
    questsCompleted: learner.questsCompleted,
    answersSubmitted: learner.answersSubmitted,
    accuracy: learner.answersGraded === 0 ? 0 : learner.answersCorrect / learner.answersGraded,
    timeSpentSeconds: learner.timeSpentSeconds,
  };
}
