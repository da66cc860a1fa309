import { DateTime } from 'luxon';
import type { ActivityDay } from './activity.js';

/** How far a learner came in one week. */
export interface ProgressWeek {
  /** Its Monday, as 2026-11-16. */
  startsOn: string;
  answerCount: number;
  /** Share of its graded answers that were right, 0 to 1; null without any. */
  accuracy: number | null;
  secondsSpent: number;
  /** Questions answered correctly for the first time in this week. */
  questionsSolved: number;
  /** All that were by its end. */
  questionsSolvedInAll: number;
}

/** Every week from the one of `from` to the one of `to` (local days), those without an answer included. */
export function progressByWeek(
  days: readonly ActivityDay[],
  solved: readonly Date[],
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
): ProgressWeek[] {
  const solvedOn = solved.map((at) => DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd'));
  const weeks: ProgressWeek[] = [];
  for (let monday = mondayOf(from); monday <= to; monday = nextMonday(monday)) {
    const next = nextMonday(monday);
    const its = days.filter(({ day }) => day >= monday && day < next);
    const graded = sum(its, 'graded');
    weeks.push({
      startsOn: monday,
      answerCount: sum(its, 'answerCount'),
      accuracy: graded === 0 ? null : sum(its, 'correct') / graded,
      secondsSpent: sum(its, 'secondsSpent'),
      questionsSolved: solvedOn.filter((day) => day >= monday && day < next).length,
      questionsSolvedInAll: solvedOn.filter((day) => day < next).length,
    });
  }
  return weeks;
}

// Calendar days are counted in UTC, where every day has 24 hours.
function mondayOf(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).startOf('week').toFormat('yyyy-MM-dd');
}

function nextMonday(monday: string): string {
  return DateTime.fromISO(monday, { zone: 'utc' }).plus({ weeks: 1 }).toFormat('yyyy-MM-dd');
}

function sum(days: readonly ActivityDay[], field: 'answerCount' | 'graded' | 'correct' | 'secondsSpent'): number {
  return days.reduce((total, day) => total + day[field], 0);
}
