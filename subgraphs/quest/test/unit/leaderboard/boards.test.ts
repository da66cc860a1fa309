import { describe, expect, it } from '@jest/globals';
import { boardAt, boardEnd, boardsCounting } from '../../../src/services/leaderboard/board.js';

const PARIS = 'Europe/Paris';
const at = new Date('2026-11-22T11:00:00Z');

describe('boards', () => {
  it('points count for every period, overall and in their category', () => {
    expect(boardsCounting('python_basics', at, PARIS).map(({ id }) => id)).toEqual([
      'all_time:-:*',
      'all_time:-:python_basics',
      'monthly:2026-11-01:*',
      'monthly:2026-11-01:python_basics',
      'weekly:2026-11-16:*',
      'weekly:2026-11-16:python_basics',
      'daily:2026-11-22:*',
      'daily:2026-11-22:python_basics',
    ]);
  });

  it('the end of a board can be told from its id', () => {
    for (const period of ['MONTHLY', 'WEEKLY', 'DAILY'] as const) {
      const { id, span } = boardAt(period, null, at, PARIS);
      expect(boardEnd(id, PARIS)).toEqual(span.endsAt);
    }
    expect(boardEnd('all_time:-:*', PARIS)).toBeNull();
    expect(boardEnd('nonsense', PARIS)).toBeNull();
  });
});
