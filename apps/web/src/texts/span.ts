import type { LeaderboardPeriod } from '@doctorpy/client';
import type { Language } from '../choice.js';

/** A period as the API tells it; no dates when it has no bounds. */
export interface Span {
  readonly period: LeaderboardPeriod;
  readonly startsAt?: string | null | undefined;
  readonly endsAt?: string | null | undefined;
}

const HALF_A_DAY_MS = 12 * 3_600_000;

/**
 * The days of a period in words; null for one without bounds. Bounds are midnights of the platform's time zone, which a
 * reader elsewhere does not share: the middays inside are the same date in UTC for all zones up to eleven hours away.
 */
export function daysOf({ period, startsAt, endsAt }: Span, language: Language): string | null {
  if (!startsAt || !endsAt) return null;
  const first = new Date(Date.parse(startsAt) + HALF_A_DAY_MS);
  const last = new Date(Date.parse(endsAt) - HALF_A_DAY_MS);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { ...options, timeZone: 'UTC' });
  switch (period) {
    case 'DAILY':
      return format({ weekday: 'long', day: 'numeric', month: 'long' }).format(first);
    case 'MONTHLY':
      return format({ month: 'long', year: 'numeric' }).format(first);
    default:
      return format({ day: 'numeric', month: 'long' }).formatRange(first, last);
  }
}
