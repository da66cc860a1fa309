import { type Period, periodAt } from '../../src/services/calendar/period.js';
import { compareStandings, type RankedLine, type Standing } from '../../src/services/leaderboard/board.js';

/** Points that somebody's total rose by. */
export interface Gain {
  userId: string;
  gain: number;
  category: string;
  at: Date;
}

/** What a board must show at `now`, computed from nothing but who earned what when; `hidden` are on no board. */
export function expectedBoard(
  gains: readonly Gain[],
  { period, category }: { period: Period; category: string | null },
  { now, timeZone, hidden }: { now: Date; timeZone: string; hidden: ReadonlySet<string> },
): RankedLine[] {
  const { startsAt, endsAt } = periodAt(period, now, timeZone);
  const standings = new Map<string, Standing>();
  for (const { userId, gain, category: of, at } of gains) {
    if (hidden.has(userId) || (category !== null && of !== category)) continue;
    if ((startsAt !== null && at < startsAt) || (endsAt !== null && at >= endsAt)) continue;
    standings.set(userId, { userId, score: (standings.get(userId)?.score ?? 0) + gain, reachedAt: at });
  }
  return [...standings.values()]
    .sort(compareStandings)
    .map(({ userId, score }, index) => ({ userId, score, rank: index + 1 }));
}
