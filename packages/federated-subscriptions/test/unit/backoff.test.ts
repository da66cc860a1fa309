import { describe, expect, it } from '@jest/globals';
import { backoffDelay } from '../../src/upstream/backoff.js';

describe('the wait before a subgraph is called again', () => {
  it('doubles up to its cap', () => {
    const waits = [0, 1, 2, 3, 4, 1_000].map((attempt) => backoffDelay(attempt, { baseMs: 10, maxMs: 100 }, () => 1));

    expect(waits).toEqual([10, 20, 40, 80, 100, 100]);
  });

  it('is spread over its upper half', () => {
    expect(backoffDelay(1, { baseMs: 10 }, () => 0)).toBe(10);
    expect(backoffDelay(1, { baseMs: 10 }, () => 0.5)).toBe(15);
  });
});
