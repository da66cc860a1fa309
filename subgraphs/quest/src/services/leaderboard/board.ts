import { DateTime } from 'luxon';
import { PERIODS, type Period, type PeriodSpan, periodAt } from '../calendar/period.js';

/** One ranking: a run of a period, over all quests (`category` null) or those of one category. */
export interface Board {
  /** Stable name, used in records and Redis keys: `weekly:2026-11-16:python_basics`, `all_time:-:*`. */
  id: string;
  category: string | null;
  span: PeriodSpan;
}

/** The board of `period` and `category` that is running at `at`. */
export function boardAt(period: Period, category: string | null, at: Date, timeZone: string): Board {
  return boardIn(periodAt(period, at, timeZone), category);
}

/** When the run of a board ends, or null when it never does; also null for what is not the id of a board. */
export function boardEnd(id: string, timeZone: string): Date | null {
  const [name, startDay] = id.split(':');
  const period = PERIODS.find((candidate) => candidate.toLowerCase() === name);
  if (!period || !startDay || period === 'ALL_TIME') return null;
  const start = DateTime.fromISO(startDay, { zone: timeZone });
  return start.isValid ? periodAt(period, start.toJSDate(), timeZone).endsAt : null;
}

/** Every board that points earned at `at` in a quest of `category` count for: each period, overall and by category. */
export function boardsCounting(category: string, at: Date, timeZone: string): Board[] {
  return PERIODS.flatMap((period) => {
    const span = periodAt(period, at, timeZone);
    return [boardIn(span, null), boardIn(span, category)];
  });
}

function boardIn(span: PeriodSpan, category: string | null): Board {
  return { id: `${span.period.toLowerCase()}:${span.startDay ?? '-'}:${category ?? '*'}`, category, span };
}

/** One player's line of a board, as recorded. */
export interface Standing {
  userId: string;
  score: number;
  reachedAt: Date;
}

/** The order of a board: more points first, then who got there first, then the greater user id. */
export function compareStandings(a: Standing, b: Standing): number {
  if (a.score !== b.score) return b.score - a.score;
  const reached = a.reachedAt.getTime() - b.reachedAt.getTime();
  if (reached !== 0) return reached;
  return a.userId === b.userId ? 0 : a.userId > b.userId ? -1 : 1;
}

/** Which lines of a board to read: `count` of them after the first `offset`, or around the viewer's own. */
export interface BoardWindow {
  offset: number;
  count: number;
  aroundViewer: boolean;
  /** Whose own line to find as well; null for nobody. */
  viewerId: string | null;
}

/** One line of a board with its rank, from 1. */
export interface RankedLine {
  userId: string;
  rank: number;
  score: number;
}

/** What a board shows at one instant. */
export interface BoardView {
  totalPlayers: number;
  /** When its newest change was made; null while it is empty. */
  updatedAt: Date | null;
  entries: RankedLine[];
  viewer: RankedLine | null;
}
