import { replaceRecord } from '@doctorpy/service-kit/mongo';
import type { ClientSession } from 'mongoose';
import { trusted } from 'mongoose';
import type { DepartedTotalsRecord } from '../../models/departed-totals.model.js';
import type { Models } from '../../models/index.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import { periodAt } from '../calendar/period.js';
import { currentStreakOn } from '../calendar/streak.js';
import type { Clock } from '../clock.js';
import type { Players } from '../player/players.js';
import { levelOf } from '../scoring/level.js';
import { learningDayOf, newLearner } from './totals.js';

/** A learner's public numbers. */
export interface LearnerStats {
  score: number;
  level: number;
  scoreToNextLevel: number;
  currentStreakDays: number;
  longestStreakDays: number;
  /** Runs begun. */
  questsStarted: number;
  /** Distinct quests completed. */
  questsCompleted: number;
  answersSubmitted: number;
  /** Share of graded answers that were correct, 0 to 1. */
  accuracy: number;
  timeSpentSeconds: number;
}

/** Numbers about everybody. */
export interface PublicStats {
  /** Who ever began a quest, or chose how their days count. */
  learners: number;
  questsPublished: number;
  /** Completed quests of all learners; one that a learner completes again counts once. */
  questsCompleted: number;
  /** Answers given in runs. */
  answersSubmitted: number;
  /** Those of them who began a quest or answered since midnight in the platform's time zone. */
  activeToday: number;
}

/** Learners' totals. */
export type Learners = ReturnType<typeof createLearners>;

/** Reads and keeps learners' totals. */
export function createLearners(models: Models, players: Pick<Players, 'admit'>, clock: Clock) {
  async function recordsOf(userIds: readonly string[]): Promise<LearnerRecord[]> {
    const found = await models.learners.find({ _id: trusted({ $in: [...userIds] }) }).lean<LearnerRecord[]>();
    const byId = new Map(found.map((learner) => [learner._id, learner]));
    return userIds.map((id) => withDefaults(id, byId.get(id) ?? null));
  }

  return {
    /** Stats of each user, in the order of `userIds`; zeros for those who never played. */
    async statsOf(userIds: readonly string[]): Promise<LearnerStats[]> {
      return (await recordsOf(userIds)).map((learner) => toStats(learner, clock));
    },

    /** The totals of each user, in the order of `userIds`; zeros for those who never played. */
    ofAll: recordsOf,

    /** A learner's totals; zeros for who never played. */
    async of(userId: string): Promise<LearnerRecord> {
      return withDefaults(userId, await models.learners.findById(userId).lean<LearnerRecord>());
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
      const today = periodAt('DAILY', clock.now(), clock.timeZone).startsAt ?? clock.now();
      const [learners, questsPublished, questsCompleted, answersSubmitted, activeToday, departed] = await Promise.all([
        models.learners.estimatedDocumentCount(),
        models.quests.estimatedDocumentCount(),
        models.progress.countDocuments({ firstCompletion: true }),
        models.attempts.estimatedDocumentCount(),
        models.learners.countDocuments({ lastActiveAt: trusted({ $gte: today }) }),
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

    /**
     * A learner's totals inside a transaction; new ones are not written yet. UNAUTHENTICATED for a deleted account.
     * @param known the record, read in this transaction before; null when there is none
     */
    async load(session: ClientSession, userId: string, known?: LearnerRecord | null): Promise<LearnerRecord> {
      const learner =
        known === undefined ? await models.learners.findById(userId).session(session).lean<LearnerRecord>() : known;
      if (learner) return withDefaults(userId, learner);
      const { hidden } = await players.admit(session, userId);
      return { ...newLearner(userId), shown: { hidden, changes: 0 } };
    },

    /** Writes a learner's totals inside a transaction. */
    async save(session: ClientSession, learner: LearnerRecord): Promise<void> {
      await replaceRecord(session, models.learners, learner);
    },
  };
}

/** A record as it is now: one that was written before a field existed has the field's first value. */
function withDefaults(userId: string, learner: LearnerRecord | null): LearnerRecord {
  return { ...newLearner(userId), ...learner };
}

function toStats(learner: LearnerRecord, clock: Clock): LearnerStats {
  const today = learningDayOf(learner, clock.now(), clock);
  return {
    score: learner.score,
    ...levelOf(learner.score),
    currentStreakDays: currentStreakOn(learner, today),
    longestStreakDays: learner.longestStreakDays,
    questsStarted: learner.questsStarted,
    questsCompleted: learner.completedQuestIds.length,
    answersSubmitted: learner.answersSubmitted,
    accuracy: learner.answersGraded === 0 ? 0 : learner.answersCorrect / learner.answersGraded,
    timeSpentSeconds: learner.timeSpentSeconds,
  };
}
