import { describe, expect, it } from '@jest/globals';
import { awardFor } from '../../../src/services/scoring/award.js';
import { levelOf, levelStartsAt } from '../../../src/services/scoring/level.js';

describe('levels', () => {
  it('begin at 0, 100, 300, 600 and 1000 points', () => {
    expect([1, 2, 3, 4, 5].map(levelStartsAt)).toEqual([0, 100, 300, 600, 1000]);
  });

  it.each([
    [0, 1, 100],
    [99, 1, 1],
    [100, 2, 200],
    [299, 2, 1],
    [300, 3, 300],
    [1000, 5, 500],
  ])('%i points are level %i, %i short of the next', (score, level, scoreToNextLevel) => {
    expect(levelOf(score)).toEqual({ level, scoreToNextLevel });
  });

  it('change exactly at their thresholds, however high', () => {
    for (let level = 2; level < 3000; level += 1) {
      const start = levelStartsAt(level);
      expect([levelOf(start - 1).level, levelOf(start).level]).toEqual([level - 1, level]);
    }
  });
});

describe('an award at the first try', () => {
  it.each([
    [{ points: 10, scoreRatio: 1, hintsRevealed: 0 }, 10],
    [{ points: 10, scoreRatio: 1, hintsRevealed: 1 }, 7],
    [{ points: 10, scoreRatio: 1, hintsRevealed: 2 }, 5],
    [{ points: 10, scoreRatio: 1, hintsRevealed: 5 }, 2],
    [{ points: 1, scoreRatio: 1, hintsRevealed: 3 }, 1],
    [{ points: 10, scoreRatio: 0.7, hintsRevealed: 0 }, 5],
    [{ points: 10, scoreRatio: 2 / 3, hintsRevealed: 0 }, 5],
    [{ points: 20, scoreRatio: 0.5, hintsRevealed: 0 }, 8],
    [{ points: 10, scoreRatio: 0, hintsRevealed: 0 }, 0],
  ])('%j is %i', (input, award) => {
    expect(awardFor({ ...input, attemptsBefore: 0 })).toBe(award);
  });

  it('is a fifth more than later, when all of the answer is right', () => {
    const award = (attemptsBefore: number) => awardFor({ points: 10, scoreRatio: 1, hintsRevealed: 0, attemptsBefore });
    expect([0, 1, 2, 9].map(award)).toEqual([10, 8, 8, 8]);
  });
});
