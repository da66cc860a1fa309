import { describe, expect, it } from '@jest/globals';
import { createThreadReader } from '../../../src/services/indexing/reading/thread-reader.js';

const source = { format: 'TEXT', content: 'Une liste.', title: 'Les listes' } as const;
const unavailable = { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 60 };

describe('documents that are read in threads', () => {
  it('wait for their turn, and are refused when too many do', async () => {
    const read = createThreadReader({ waiting: 1 });
    const [first, second, third, fourth] = await Promise.allSettled([1, 2, 3, 4].map(() => read(source)));
    for (const each of [first, second, third]) {
      expect(each).toMatchObject({ status: 'fulfilled', value: { title: 'Les listes' } });
    }
    expect(fourth).toMatchObject({ status: 'rejected', reason: unavailable });
  });

  it('are refused when their turn comes too late', async () => {
    const read = createThreadReader({ waitMilliseconds: 1 });
    const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => read(source)));
    for (const each of [first, second]) expect(each).toMatchObject({ status: 'fulfilled' });
    expect(third).toMatchObject({ status: 'rejected', reason: unavailable });
  });
});
