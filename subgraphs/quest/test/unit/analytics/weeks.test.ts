import { describe, expect, it } from '@jest/globals';
import { progressByWeek } from '../../../src/services/analytics/weeks.js';

const day = (on: string, answerCount: number, correct: number) => {
  return { day: on, answerCount, graded: answerCount, correct, reviews: 0, secondsSpent: 60 };
};

describe('progress by week', () => {
  // Summer time begins in Paris in the night before 29 March 2026, a Sunday.
  const weeks = progressByWeek(
    [day('2026-03-29', 4, 1), day('2026-03-30', 2, 2)],
    [new Date('2026-03-01T12:00:00Z'), new Date('2026-03-29T21:59:00Z'), new Date('2026-03-29T22:01:00Z')],
    { from: '2026-03-24', to: '2026-04-06', timeZone: 'Europe/Paris' },
  );

  it('has every week from Monday to Sunday, those without an answer included', () => {
    expect(weeks.map(({ startsOn, answerCount }) => [startsOn, answerCount])).toEqual([
      ['2026-03-23', 4],
      ['2026-03-30', 2],
      ['2026-04-06', 0],
    ]);
  });

  it('tells accuracy only where something was graded', () => {
    expect(weeks.map(({ accuracy }) => accuracy)).toEqual([0.25, 1, null]);
  });

  it('counts what was solved on the learner’s own days, and in all', () => {
    expect(weeks.map(({ questionsSolved }) => questionsSolved)).toEqual([1, 1, 0]);
    expect(weeks.map(({ questionsSolvedInAll }) => questionsSolvedInAll)).toEqual([2, 3, 3]);
  });
});
