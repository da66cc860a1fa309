import { badUserInput } from '@doctorpy/service-kit/errors';
import { DateTime } from 'luxon';
import type { Models } from '../../models/index.js';
import { localDay } from '../calendar/period.js';
import type { Clock } from '../clock.js';
import type { ConceptMastery } from '../mastery/concept-mastery.js';
import type { Masteries } from '../mastery/masteries.js';
import { type ActivityDay, createActivity } from './activity.js';
import { type ProgressWeek, progressByWeek } from './weeks.js';

/** A learner's own numbers over the last days; each part is read when it is asked for, and once. */
export interface AnalyticsView {
  userId: string;
  /** The first local day that they are about, today being the last one. */
  since: string;
  days(): Promise<ActivityDay[]>;
  weeks(): Promise<ProgressWeek[]>;
  /** Of all time, in learning order. */
  concepts(): Promise<ConceptMastery[]>;
}

/** What analytics need. */
export interface AnalyticsDeps {
  models: Pick<Models, 'attempts' | 'reviews'>;
  masteries: Masteries;
  /** IANA name of the zone in which a learner's days begin. */
  zoneOf: (userId: string) => Promise<string>;
  clock: Clock;
}

/** Most days that may be asked for: a year, and the days that complete its first week. */
export const MAX_ANALYTICS_DAYS = 372;

/** Learners' own numbers. */
export type Analytics = ReturnType<typeof createAnalytics>;

/** Reads them. */
export function createAnalytics({ models, masteries, zoneOf, clock }: AnalyticsDeps) {
  const activity = createActivity(models);
  return {
    /** The numbers of a learner over the last `days` days, today included. BAD_USER_INPUT unless 1 ≤ days ≤ 372. */
    async of(userId: string, days: number): Promise<AnalyticsView> {
      checkDays(days);
      const timeZone = await zoneOf(userId);
      const to = localDay(clock.now(), timeZone);
      const first = DateTime.fromISO(to, { zone: timeZone }).minus({ days: days - 1 });
      const since = first.toFormat('yyyy-MM-dd');
      const read = once(() => activity.days(userId, first.toJSDate(), timeZone));
      return {
        userId,
        since,
        days: read,
        weeks: once(async () => {
          const [active, solved] = await Promise.all([read(), activity.firstSolved(userId)]);
          return progressByWeek(active, solved, { from: since, to, timeZone });
        }),
        concepts: once(async () => (await masteries.of(userId)).concepts),
      };
    },
  };
}

/** The concepts that a learner has met and knows least, weakest first. */
export function weakest(concepts: readonly ConceptMastery[], first: number): ConceptMastery[] {
  return concepts
    .filter(({ answerCount }) => answerCount > 0)
    .sort((a, b) => a.mastery - b.mastery)
    .slice(0, first);
}

function checkDays(days: number): void {
  if (days >= 1 && days <= MAX_ANALYTICS_DAYS) return;
  throw badUserInput([
    {
      path: ['days'],
      code: 'OUT_OF_RANGE',
      text: {
        fr: `« days » doit être compris entre 1 et ${MAX_ANALYTICS_DAYS}.`,
        en: `"days" must be between 1 and ${MAX_ANALYTICS_DAYS}.`,
      },
    },
  ]);
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}
