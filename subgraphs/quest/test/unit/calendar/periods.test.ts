import { describe, expect, it } from '@jest/globals';
import { localDay, periodAt } from '../../../src/services/calendar/period.js';
import { currentStreakOn, extendStreak, NO_STREAK } from '../../../src/services/calendar/streak.js';

const PARIS = 'Europe/Paris';
const spanOf = (period: Parameters<typeof periodAt>[0], at: string) => {
  const { startsAt, endsAt } = periodAt(period, new Date(at), PARIS);
  return [startsAt?.toISOString(), endsAt?.toISOString()];
};
const hours = ([start, end]: (string | undefined)[]) => (Date.parse(end ?? '') - Date.parse(start ?? '')) / 3_600_000;

describe('periods begin at local midnight', () => {
  it('a day in winter and one in summer', () => {
    expect(spanOf('DAILY', '2026-01-15T12:00:00Z')).toEqual(['2026-01-14T23:00:00.000Z', '2026-01-15T23:00:00.000Z']);
    expect(spanOf('DAILY', '2026-07-15T12:00:00Z')).toEqual(['2026-07-14T22:00:00.000Z', '2026-07-15T22:00:00.000Z']);
  });

  it('the days on which the clocks change last 23 and 25 hours', () => {
    expect(hours(spanOf('DAILY', '2026-03-29T12:00:00Z'))).toBe(23);
    expect(hours(spanOf('DAILY', '2026-10-25T12:00:00Z'))).toBe(25);
  });

  it('weeks begin on Monday, also across the turn of the year', () => {
    expect(spanOf('WEEKLY', '2027-01-03T12:00:00Z')).toEqual(['2026-12-27T23:00:00.000Z', '2027-01-03T23:00:00.000Z']);
    expect(periodAt('WEEKLY', new Date('2027-01-03T23:00:00Z'), PARIS).startDay).toBe('2027-01-04');
  });

  it('months begin on the first, also the one in which the clocks change', () => {
    expect(spanOf('MONTHLY', '2026-03-31T21:59:59Z')).toEqual(['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z']);
  });

  it('an instant on a boundary belongs to the period that begins', () => {
    expect(spanOf('DAILY', '2026-01-15T23:00:00Z')[0]).toBe('2026-01-15T23:00:00.000Z');
  });

  it('all time has no ends', () => {
    expect(periodAt('ALL_TIME', new Date(), PARIS)).toMatchObject({ startsAt: null, endsAt: null });
  });
});

describe('a streak counts local days in a row', () => {
  const play = (...instants: string[]) =>
    instants.reduce((streak, at) => extendStreak(streak, localDay(new Date(at), PARIS)), NO_STREAK);

  it('grows by one each day, whatever the number of answers', () => {
    expect(play('2026-01-10T09:00:00Z', '2026-01-10T20:00:00Z', '2026-01-11T09:00:00Z').currentStreakDays).toBe(2);
  });

  it('takes an answer after local midnight for the next day, though in UTC it is still the same one', () => {
    expect(play('2026-01-10T22:59:00Z', '2026-01-10T23:01:00Z').currentStreakDays).toBe(2);
  });

  it('survives both changes of the clocks', () => {
    expect(play('2026-03-28T22:59:00Z', '2026-03-29T21:59:00Z', '2026-03-30T21:59:00Z').currentStreakDays).toBe(3);
    expect(play('2026-10-24T21:59:00Z', '2026-10-25T22:59:00Z', '2026-10-26T22:59:00Z').currentStreakDays).toBe(3);
  });

  it('starts again at one after a day without an answer, and the longest is kept', () => {
    const streak = play('2026-01-10T09:00:00Z', '2026-01-11T09:00:00Z', '2026-01-13T09:00:00Z');
    expect(streak).toMatchObject({ currentStreakDays: 1, longestStreakDays: 2 });
  });

  it('is not cut by an answer that is graded late', () => {
    const streak = play('2026-01-10T09:00:00Z', '2026-01-11T09:00:00Z', '2026-01-09T09:00:00Z');
    expect(streak).toMatchObject({ currentStreakDays: 2, lastActiveDay: '2026-01-11' });
  });

  it('is alive until the end of the day after', () => {
    const streak = play('2026-01-10T09:00:00Z');
    expect(currentStreakOn(streak, '2026-01-11')).toBe(1);
    expect(currentStreakOn(streak, '2026-01-12')).toBe(0);
    expect(currentStreakOn(NO_STREAK, '2026-01-12')).toBe(0);
  });
});
