import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayEnd } from '../../../src/services/calendar/period.js';
import {
  currentStreakOn,
  extendStreak,
  FREEZE_EVERY_DAYS,
  freezesOn,
  MAX_FREEZES,
  NO_STREAK,
  type Streak,
} from '../../../src/services/calendar/streak.js';
import { countAnswerDay, countTime, learningDayOf, newLearner } from '../../../src/services/learner/totals.js';

const PLATFORM = { timeZone: 'Europe/Paris' };
const DAY_MS = 86_400_000;
/** The day `offset` days after the first of 2028, a leap year. */
const day = (offset: number) => new Date(Date.UTC(2028, 0, 1) + offset * DAY_MS).toISOString().slice(0, 10);
const playing = (offsets: readonly number[], from: Streak = NO_STREAK) =>
  offsets.reduce((streak, offset) => extendStreak(streak, day(offset)), from);
const inARow = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a freeze', () => {
  it('is earned every seven days of a streak, and two can be saved up', () => {
    const saved = [6, 7, 13, 14, 21, 28].map((days) => playing(inARow(days)).streakFreezes);
    expect(saved).toEqual([0, 1, 1, 2, 2, 2]);
  });

  it('saves the streak over a missed day by itself, and is gone then', () => {
    expect(playing([...inARow(7), 8])).toMatchObject({ currentStreakDays: 8, streakFreezes: 0 });
    expect(playing([...inARow(7), 8, 10])).toMatchObject({ currentStreakDays: 1, longestStreakDays: 8 });
  });

  it('is kept when there are too few to save the streak', () => {
    expect(playing([...inARow(7), 9])).toMatchObject({ currentStreakDays: 1, streakFreezes: 1 });
  });

  it('is seen as used as soon as a day has been missed, before the next answer', () => {
    const streak = playing(inARow(14));
    const seen = [14, 15, 16, 17].map((offset) => [
      currentStreakOn(streak, day(offset)),
      freezesOn(streak, day(offset)),
    ]);
    // The last active day is day 13: today is never counted as missed.
    expect(seen.slice(0, 3)).toEqual([
      [14, 2],
      [14, 1],
      [14, 0],
    ]);
    expect(seen[3]?.[0]).toBe(0);
  });
});

describe('a streak goes through the calendar', () => {
  const on = (...days: string[]) => days.reduce(extendStreak, NO_STREAK).currentStreakDays;

  it('over the leap day, which counts, and over the end of February of other years', () => {
    expect(on('2028-02-28', '2028-02-29', '2028-03-01')).toBe(3);
    expect(on('2028-02-28', '2028-03-01')).toBe(1);
    expect(on('2027-02-28', '2027-03-01')).toBe(2);
    expect(on('2100-02-28', '2100-03-01')).toBe(2);
  });

  it('over the turn of the year', () => {
    expect(on('2027-12-31', '2028-01-01')).toBe(2);
  });
});

describe("a learner's day", () => {
  const answering = (zone: string | null, ...instants: string[]) => {
    const learner = { ...newLearner('ada'), timeZone: zone };
    for (const at of instants) countAnswerDay(learner, new Date(at), PLATFORM);
    return learner;
  };

  it('begins at midnight where the learner lives, or where the platform is when they have not said', () => {
    const instants = ['2026-01-10T14:59:00Z', '2026-01-10T15:01:00Z'];
    expect(answering('Asia/Tokyo', ...instants).currentStreakDays).toBe(2);
    expect(answering(null, ...instants).currentStreakDays).toBe(1);
    expect(answering(null, '2026-01-10T22:59:00Z', '2026-01-10T23:01:00Z').currentStreakDays).toBe(2);
  });

  it('lasts 23 and 25 hours when the clocks change, and is never counted twice or left out', () => {
    const hours = (of: string) =>
      (dayEnd(of, 'America/New_York').getTime() -
        dayEnd(new Date(Date.parse(of) - DAY_MS).toISOString().slice(0, 10), 'America/New_York').getTime()) /
      3_600_000;
    expect([hours('2026-03-08'), hours('2026-11-01'), hours('2026-11-02')]).toEqual([23, 25, 24]);
    // 01:30 happens twice on the first of November in New York: it is one day.
    const twice = answering('America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z');
    expect(twice).toMatchObject({ currentStreakDays: 1, dayAnswers: 2 });
  });

  it('counts the answers of that day alone for the daily goal', () => {
    const learner = answering(null, '2026-01-10T09:00:00Z', '2026-01-10T10:00:00Z', '2026-01-11T09:00:00Z');
    expect(learner.dayAnswers).toBe(1);
  });

  it('never goes back for whoever moves to the west, and costs them no streak', () => {
    const learner = answering('Pacific/Auckland', '2026-01-09T12:00:00Z', '2026-01-10T12:00:00Z');
    expect(learner).toMatchObject({ currentStreakDays: 2, lastActiveDay: '2026-01-11' });
    learner.timeZone = 'America/Los_Angeles';
    const landed = new Date('2026-01-10T20:00:00Z');
    expect(learningDayOf(learner, landed, PLATFORM)).toBe('2026-01-11');
    countAnswerDay(learner, landed, PLATFORM);
    expect(learner).toMatchObject({ currentStreakDays: 2, dayAnswers: 2 });
    countAnswerDay(learner, new Date('2026-01-12T20:00:00Z'), PLATFORM);
    expect(learner.currentStreakDays).toBe(3);
  });
});

describe('a streak, whatever is done', () => {
  const zone = fc.constantFrom('Europe/Paris', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York');
  const acts = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 60 * 3_600_000 }), zone }), { maxLength: 60 });

  it('gains no more by changing time zones than the 26 hours that they span', () => {
    fc.assert(
      fc.property(acts, (history) => {
        const learner = newLearner('ada');
        const start = Date.UTC(2028, 1, 27);
        let now = start;
        for (const { pause, zone: timeZone } of history) {
          now += pause;
          learner.timeZone = timeZone;
          countAnswerDay(learner, new Date(now), PLATFORM);
        }
        // In one zone, as many days as time went by touch: fewer than its length and two more.
        expect(learner.currentStreakDays).toBeLessThan((now - start) / DAY_MS + 2 + 26 / 24);
      }),
    );
  });

  it('is never longer than the days that were played, nor than its record, and freezes stay within bounds', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (pauses) => {
        let at = 0;
        let streak = NO_STREAK;
        const played = new Set<number>();
        for (const gap of pauses) {
          at += gap;
          played.add(at);
          const before = streak;
          streak = extendStreak(streak, day(at));
          expect(streak.currentStreakDays).toBeLessThanOrEqual(played.size);
          expect(streak.longestStreakDays).toBeGreaterThanOrEqual(
            Math.max(before.longestStreakDays, streak.currentStreakDays),
          );
          expect(streak.streakFreezes).toBeGreaterThanOrEqual(0);
          expect(streak.streakFreezes).toBeLessThanOrEqual(MAX_FREEZES);
          // What is shown before the answer is what the answer makes of it.
          const shown = currentStreakOn(before, day(at));
          const added = gap === 0 && played.size > 1 ? 0 : before.lastActiveDay === day(at) ? 0 : 1;
          if (before.lastActiveDay !== null) expect(streak.currentStreakDays).toBe(shown + added);
        }
        expect(FREEZE_EVERY_DAYS).toBeGreaterThan(MAX_FREEZES);
      }),
    );
  });

  it('neither shrinks nor counts twice, days and time alike, when the clock is set back and runs on', () => {
    const clock = fc.array(fc.integer({ min: -40 * 3_600_000, max: 40 * 3_600_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(clock, zone, (jumps, timeZone) => {
        const learner = { ...newLearner('ada'), timeZone };
        const start = Date.UTC(2028, 1, 27);
        let now = start;
        let latest = start;
        for (const jump of jumps) {
          now += jump;
          const before = { ...learner };
          countTime(learner, new Date(now));
          countAnswerDay(learner, new Date(now), PLATFORM);
          if (now <= latest && before.lastActiveAt !== null) {
            // Nothing is lost by a clock that went back, and nothing won, but an answer on the day reached.
            expect(learner).toEqual({ ...before, dayAnswers: before.dayAnswers + 1 });
          }
          latest = before.lastActiveAt === null ? now : Math.max(latest, now);
          expect(learner.lastActiveAt).toEqual(new Date(latest));
        }
        if (jumps.length > 0) {
          const spent = (latest - start - (jumps[0] ?? 0)) / 1000;
          expect(learner.timeSpentSeconds).toBeLessThanOrEqual(Math.ceil(spent + jumps.length / 2));
          expect(learner.longestStreakDays).toBeLessThan(spent / 86_400 + 2);
        }
      }),
    );
  });
});
