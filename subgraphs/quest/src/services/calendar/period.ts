import { DateTime } from 'luxon';

/** How long a leaderboard runs before it starts again from zero. */
export type Period = 'ALL_TIME' | 'MONTHLY' | 'WEEKLY' | 'DAILY';

/** Every period, widest first. */
export const PERIODS: readonly Period[] = ['ALL_TIME', 'MONTHLY', 'WEEKLY', 'DAILY'];

/** One run of a period: `startsAt` belongs to it, `endsAt` to the next one; both null for ALL_TIME. */
export interface PeriodSpan {
  period: Period;
  /** The local day it begins on, as 2026-11-16, or null for ALL_TIME. */
  startDay: string | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

/**
 * The run of `period` that holds `at`, with boundaries at local midnight of `timeZone` (weeks begin on Monday).
 * A day on which the clocks change lasts 23 or 25 hours.
 */
export function periodAt(period: Period, at: Date, timeZone: string): PeriodSpan {
  if (period === 'ALL_TIME') return { period, startDay: null, startsAt: null, endsAt: null };
  const key = `${period} ${timeZone}`;
  const known = latest.get(key);
  if (known?.startsAt && known.endsAt && known.startsAt <= at && at < known.endsAt) return known;
  const span = worked(period, at, timeZone);
  latest.set(key, span);
  return span;
}

/** The span asked for last, by period and zone: most ask about now, and working it out is dear. */
const latest = new Map<string, PeriodSpan>();

function worked(period: Exclude<Period, 'ALL_TIME'>, at: Date, timeZone: string): PeriodSpan {
  const unit = UNITS[period];
  const start = DateTime.fromJSDate(at, { zone: timeZone }).startOf(unit);
  const end = start.plus({ [unit]: 1 }).startOf(unit);
  return { period, startDay: start.toFormat('yyyy-MM-dd'), startsAt: start.toJSDate(), endsAt: end.toJSDate() };
}

/** The local calendar day of an instant, as 2026-11-22. */
export function localDay(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/** When a local day such as 2026-11-22 ends: the first instant of the next one. */
export function dayEnd(day: string, timeZone: string): Date {
  return DateTime.fromISO(day, { zone: timeZone }).plus({ days: 1 }).startOf('day').toJSDate();
}

// ISO weeks begin on Monday whatever the machine's locale.
const UNITS = { MONTHLY: 'month', WEEKLY: 'week', DAILY: 'day' } as const;
