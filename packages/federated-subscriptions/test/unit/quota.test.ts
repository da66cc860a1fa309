import { describe, expect, it } from '@jest/globals';
import { createQuota } from '../../src/quota.js';

describe('a quota', () => {
  it('counts equal subscriptions of a caller once among the different ones, until the last has gone', () => {
    const quota = createQuota({ perCaller: 10, differentPerCaller: 2 });
    const equals = [quota.take('ada', 'board'), quota.take('ada', 'board'), quota.take('ada', 'board')];
    expect(equals).not.toContain(null);
    const other = quota.take('ada', 'board of the week');
    expect(other).not.toBeNull();
    expect(quota.take('ada', 'board of the month')).toBeNull();
    expect(quota.take('ada')).toBeNull();
    expect(quota.take('bob', 'board of the month')).not.toBeNull();

    equals[0]?.();
    equals[0]?.();
    equals[1]?.();
    expect(quota.take('ada', 'board of the month')).toBeNull();
    equals[2]?.();
    expect(quota.take('ada', 'board of the month')).not.toBeNull();
  });

  it('lets one caller have so many, and everybody together so many', () => {
    const quota = createQuota({ perCaller: 2, total: 3 });
    const first = quota.take('ada', 'board');
    expect([quota.take('ada', 'board'), quota.take('ada', 'board')]).toEqual([expect.any(Function), null]);
    expect([quota.take(null), quota.take(null), quota.take('bob')]).toEqual([expect.any(Function), null, null]);
    first?.();
    expect(quota.take('bob')).not.toBeNull();
  });
});
