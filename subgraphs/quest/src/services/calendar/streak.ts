import { DateTime } from 'luxon';

/** Days in a row on which a learner answered something; days are local calendar days such as 2026-11-22. */
export interface Streak {
  currentStreakDays: number;
  longestStreakDays: number;
  lastActiveDay: string | null;
  /** Days that may be missed without losing the streak, 0 to `MAX_FREEZES`. */
  streakFreezes: number;
}

/** A streak earns a freeze each time its length reaches a multiple of this. */
export const FREEZE_EVERY_DAYS = 7;

/** Freezes that can be saved up. */
export const MAX_FREEZES = 2;

/** The streak of somebody who never answered. */
export const NO_STREAK: Streak = {
  currentStreakDays: 0,
  longestStreakDays: 0,
  lastActiveDay: null,
  streakFreezes: 0,
};

/**
 * The streak after an answer on `day`: the next day adds one, the same day nothing. Missed days are paid with freezes, one
 * each; when there are too few of them they are kept, and the streak starts again at one.
 */
export function extendStreak(streak: Streak, day: string): Streak {
  const { lastActiveDay, streakFreezes } = streak;
  // The same day, or one before it: a late regrade, a clock set back or a move to the west may not cost a streak.
  if (lastActiveDay !== null && day <= lastActiveDay) return streak;
  const missed = lastActiveDay === null ? 0 : daysBetween(lastActiveDay, day) - 1;
  const kept = missed <= streakFreezes;
  const current = kept ? streak.currentStreakDays + 1 : 1;
  const left = kept ? streakFreezes - missed : streakFreezes;
  return {
    currentStreakDays: current,
    longestStreakDays: Math.max(streak.longestStreakDays, current),
    lastActiveDay: day,
    streakFreezes: current % FREEZE_EVERY_DAYS === 0 ? Math.min(MAX_FREEZES, left + 1) : left,
  };
}

/** Length of the streak as seen on `today`: still alive while freezes cover every day missed before today, else 0. */
export function currentStreakOn(streak: Streak, today: string): number {
  return missedBefore(streak, today) <= streak.streakFreezes ? streak.currentStreakDays : 0;
}

/** Freezes left as seen on `today`, without those that days missed before today have used up. */
export function freezesOn(streak: Streak, today: string): number {
  const missed = missedBefore(streak, today);
  return missed <= streak.streakFreezes ? streak.streakFreezes - missed : streak.streakFreezes;
}

/** Whole days without an answer between the last active day and today, which is not over yet. */
function missedBefore({ lastActiveDay }: Streak, today: string): number {
  return lastActiveDay === null ? 0 : Math.max(0, daysBetween(lastActiveDay, today) - 1);
}

function daysBetween(from: string, to: string): number {
  // Calendar days counted in UTC, where every day has 24 hours, so clock changes cannot make one disappear.
  const start = DateTime.fromISO(from, { zone: 'utc' });
  return Math.round(DateTime.fromISO(to, { zone: 'utc' }).diff(start, 'days').days);
}
