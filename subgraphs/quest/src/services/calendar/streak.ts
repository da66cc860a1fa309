import { DateTime } from 'luxon';

/** Days in a row on which a learner answered something; days are local calendar days such as 2026-11-22. */
export interface Streak {
  currentStreakDays: number;
  longestStreakDays: number;
  lastActiveDay: string | null;
}

/** The streak of somebody who never answered. */
export const NO_STREAK: Streak = { currentStreakDays: 0, longestStreakDays: 0, lastActiveDay: null };

/** The streak after an answer on `day`: the next day adds one, the same day nothing, a gap starts again at one. */
export function extendStreak(streak: Streak, day: string): Streak {
  const gap = streak.lastActiveDay === null ? null : daysBetween(streak.lastActiveDay, day);
  // A negative gap is a late regrade or a clock set back: neither may cost a streak.
  if (gap !== null && gap <= 0) return streak;
  const current = gap === 1 ? streak.currentStreakDays + 1 : 1;
  return {
    currentStreakDays: current,
    longestStreakDays: Math.max(streak.longestStreakDays, current),
    lastActiveDay: day,
  };
}

/** Length of the streak as seen on `today`: still alive when the last answer was today or yesterday, else 0. */
export function currentStreakOn(streak: Streak, today: string): number {
  if (streak.lastActiveDay === null) return 0;
  return daysBetween(streak.lastActiveDay, today) <= 1 ? streak.currentStreakDays : 0;
}

function daysBetween(from: string, to: string): number {
  // Calendar days counted in UTC, where every day has 24 hours, so clock changes cannot make one disappear.
  const start = DateTime.fromISO(from, { zone: 'utc' });
  return Math.round(DateTime.fromISO(to, { zone: 'utc' }).diff(start, 'days').days);
}
