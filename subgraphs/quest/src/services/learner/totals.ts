import { v4 as uuid } from 'uuid';
import type { LearnerRecord } from '../../models/learner.model.js';
import { localDay } from '../calendar/period.js';
import { extendStreak, NO_STREAK } from '../calendar/streak.js';
import type { Clock } from '../clock.js';

/** Longest pause between two acts that still counts as time spent learning, in seconds. */
const MAX_PAUSE_SECONDS = 300;

/** Answers a day that a learner aims at who has not chosen. */
const DEFAULT_DAILY_GOAL = 5;

/** The totals of a learner who has not done anything yet. */
export function newLearner(userId: string): LearnerRecord {
  return {
    _id: userId,
    playerId: uuid(),
    score: 0,
    questsStarted: 0,
    questsCompleted: 0,
    completedQuestIds: [],
    perfectQuestIds: [],
    questionsCorrect: 0,
    questionsFlawless: 0,
    questionsRecovered: 0,
    answersSubmitted: 0,
    answersGraded: 0,
    answersCorrect: 0,
    timeSpentSeconds: 0,
    lastActiveAt: null,
    timeZone: null,
    dailyGoal: DEFAULT_DAILY_GOAL,
    dayAnswers: 0,
    ...NO_STREAK,
  };
}

/**
 * Counts the time since the learner's latest act, pauses over five minutes as none of it. No time counts twice, also when
 * the clock is set back. Changes `learner`.
 */
export function countTime(learner: LearnerRecord, at: Date): void {
  const { lastActiveAt } = learner;
  if (lastActiveAt !== null && lastActiveAt >= at) return;
  const pause = lastActiveAt === null ? 0 : (at.getTime() - lastActiveAt.getTime()) / 1000;
  if (pause <= MAX_PAUSE_SECONDS) learner.timeSpentSeconds += Math.round(pause);
  learner.lastActiveAt = at;
}

/** The time zone in which a learner's days begin. */
export function zoneOf({ timeZone }: Pick<LearnerRecord, 'timeZone'>, platform: Pick<Clock, 'timeZone'>): string {
  return timeZone ?? platform.timeZone;
}

/**
 * The learner's day at an instant, in their own zone. It never goes back: who moves to the west, or whose clock is set
 * back, stays on the day they have reached.
 */
export function learningDayOf(learner: LearnerRecord, at: Date, platform: Pick<Clock, 'timeZone'>): string {
  const day = localDay(at, zoneOf(learner, platform));
  const { lastActiveDay } = learner;
  return lastActiveDay !== null && lastActiveDay > day ? lastActiveDay : day;
}

/** Answers given on a day, as long as it is the latest one. */
export function answersOn({ lastActiveDay, dayAnswers }: LearnerRecord, day: string): number {
  return lastActiveDay === day ? dayAnswers : 0;
}

/** Counts an answer given at `at` for the streak and the daily goal. Changes `learner`. */
export function countAnswerDay(learner: LearnerRecord, at: Date, platform: Pick<Clock, 'timeZone'>): void {
  const day = learningDayOf(learner, at, platform);
  learner.dayAnswers = answersOn(learner, day) + 1;
  const { currentStreakDays, longestStreakDays, lastActiveDay, streakFreezes } = learner;
  Object.assign(learner, extendStreak({ currentStreakDays, longestStreakDays, lastActiveDay, streakFreezes }, day));
}
