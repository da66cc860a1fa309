import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { callAt } from '../../src/timer.js';

const DAY = 24 * 60 * 60 * 1_000;

describe('a call at a point in time', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('comes when due even beyond what one timer can wait', () => {
    let calls = 0;
    callAt(Date.now() + 60 * DAY, () => calls++);

    jest.advanceTimersByTime(60 * DAY - 1);
    expect(calls).toBe(0);
    jest.advanceTimersByTime(1);
    expect(calls).toBe(1);
  });

  it('does not come once cancelled', () => {
    let calls = 0;
    const cancel = callAt(Date.now() + 60 * DAY, () => calls++);
    jest.advanceTimersByTime(30 * DAY);
    cancel();
    jest.advanceTimersByTime(60 * DAY);

    expect(calls).toBe(0);
  });
});
