import { describe, expect, it } from '@jest/globals';
import { createPace } from '../../src/board/pace.js';
import { afterBoard, afterSocket, type Link, linkState, noLink } from '../../src/connection/link.js';

const live = afterBoard(afterSocket(noLink, 'open'));
const fail = (link: Link, times: number): Link =>
  times === 0 ? link : fail(afterSocket(afterSocket(link, 'connecting'), 'closed'), times - 1);

describe('the connection', () => {
  it('is live only once a ranking came over it', () => {
    expect(linkState(noLink)).toBe('connecting');
    expect(linkState(afterSocket(noLink, 'open'))).toBe('connecting');
    expect(linkState(live)).toBe('live');
  });

  it('is being renewed after a break, until the newest ranking is there', () => {
    const broken = afterSocket(live, 'closed');
    expect(linkState(broken)).toBe('reconnecting');
    expect(linkState(afterSocket(broken, 'open'))).toBe('reconnecting');
    expect(linkState(afterBoard(afterSocket(broken, 'open')))).toBe('live');
  });

  it('is gone after several attempts, or without a network', () => {
    expect(linkState(fail(live, 3))).toBe('reconnecting');
    expect(linkState(fail(live, 4))).toBe('offline');
    expect(linkState({ ...afterSocket(live, 'closed'), hasNetwork: false })).toBe('offline');
    expect(linkState({ ...live, hasNetwork: false })).toBe('live');
  });
});

describe('the pace', () => {
  it('shows the first ranking at once and then only the newest of each moment', async () => {
    const shown: number[] = [];
    const last = new Promise<void>((resolve) => {
      const pace = createPace<number>(20, (value) => {
        shown.push(value);
        if (value === 4) resolve();
      });
      for (const value of [1, 2, 3, 4]) pace.take(value);
    });
    await last;
    expect(shown).toEqual([1, 4]);
  });

  it('shows nothing of what was left', async () => {
    const shown: number[] = [];
    const pace = createPace<number>(1, (value) => shown.push(value));
    pace.take(1);
    pace.take(2);
    pace.clear();
    pace.take(3);
    expect(shown).toEqual([1, 3]);
  });
});
