import { describe, expect, it } from '@jest/globals';
import { type Memory, remember, retrievability } from '../../../src/services/review/memory.js';
import { ratingOf } from '../../../src/services/review/rating.js';

const AGAIN = ratingOf({ verdict: 'INCORRECT', attempts: 1, hintsRevealed: 0 });
const HARD = ratingOf({ verdict: 'CORRECT', attempts: 2, hintsRevealed: 0 });
const GOOD = ratingOf({ verdict: 'CORRECT', attempts: 1, hintsRevealed: 0 });

const start = new Date('2026-03-01T10:00:00Z');
const minutesTo = ({ due, lastReview }: Memory) => (due.getTime() - lastReview.getTime()) / 60_000;
const daysLater = (days: number) => new Date(start.getTime() + days * 86_400_000);

describe('what an answer says about memory', () => {
  it('is worse for what is not fully right, for a second try and for a hint', () => {
    expect(ratingOf({ verdict: 'PARTIAL', attempts: 1, hintsRevealed: 0 })).toBe(AGAIN);
    expect(ratingOf({ verdict: 'CORRECT', attempts: 1, hintsRevealed: 1 })).toBe(HARD);
    expect(new Set([AGAIN, HARD, GOOD]).size).toBe(3);
    expect(AGAIN < HARD && HARD < GOOD).toBe(true);
  });
});

describe('a question comes back', () => {
  it('after ten minutes when it was missed, after a quarter of an hour when it needed help, after days when it was known', () => {
    expect(minutesTo(remember(null, AGAIN, start))).toBe(10);
    expect(minutesTo(remember(null, HARD, start))).toBe(15);
    expect(minutesTo(remember(null, GOOD, start))).toBe(2 * 1440);
  });

  it('later and later as long as it is known, and soon again once it is forgotten', () => {
    let memory = remember(null, GOOD, start);
    let wait = minutesTo(memory);
    for (let answer = 0; answer < 4; answer += 1) {
      memory = remember(memory, GOOD, memory.due);
      expect(minutesTo(memory)).toBeGreaterThan(wait);
      wait = minutesTo(memory);
    }
    const forgotten = remember(memory, AGAIN, memory.due);
    expect(minutesTo(forgotten)).toBe(10);
    expect(forgotten.lapses).toBe(1);
  });

  it('within a year and a day, however well it is known', () => {
    let memory = remember(null, GOOD, start);
    for (let answer = 0; answer < 20; answer += 1) memory = remember(memory, GOOD, memory.due);
    expect(minutesTo(memory)).toBeLessThanOrEqual(366 * 1440);
  });

  it('at the same time for the same answers', () => {
    const history = () => remember(remember(remember(null, GOOD, start), GOOD, daysLater(3)), AGAIN, daysLater(30));
    expect(history()).toEqual(history());
  });

  it('when the clock was set back, as if no time had passed', () => {
    const memory = remember(null, GOOD, start);
    expect(remember(memory, GOOD, daysLater(-1)).lastReview).toEqual(start);
    expect(retrievability(memory, daysLater(-1))).toBe(1);
  });
});

it('the chance to remember falls from one, to nine in ten after its stability, and never below nothing', () => {
  const memory = remember(null, GOOD, start);
  expect(retrievability(memory, start)).toBe(1);
  expect(retrievability(memory, daysLater(memory.stability))).toBeCloseTo(0.9, 1);
  const late = retrievability(memory, daysLater(3000));
  expect(late).toBeGreaterThan(0);
  expect(late).toBeLessThan(0.5);
});
