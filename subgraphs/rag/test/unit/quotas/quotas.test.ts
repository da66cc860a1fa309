import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis } from '@doctorpy/service-kit/redis';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createQuotas } from '../../../src/services/quotas/quotas.js';

const log = silentLogger();
/** Where nobody answers. */
const redis = createRedis({ url: 'redis://127.0.0.1:9', name: 'quotas', log });
afterAll(() => redis.disconnect());

const limits = {
  windowSeconds: 600,
  questions: { LEARNER: 2, AUTHOR: 3, ADMIN: 3 },
  generations: { LEARNER: 1, AUTHOR: 1, ADMIN: 1 },
  searches: 1,
};
const lea = { userId: 'lea', roles: ['LEARNER'] } as const;

describe('a quota while Redis is away', () => {
  it('is counted by this process alone, and is a quota all the same', async () => {
    const refused: string[] = [];
    const quotas = createQuotas({ redis, limits, log, onRefusal: (what) => refused.push(what) });
    await quotas.takeQuestion(lea, 'key');
    const spent = await quotas.takeQuestion(lea, null);
    await expect(quotas.takeQuestion(lea, null)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 600,
    });
    await expect(quotas.takeQuestion(lea, null)).rejects.toThrow('You asked 2 questions within 10 min');
    const generation = await quotas.takeGeneration(lea);
    expect([generation, await quotas.takeGeneration(lea)]).toEqual([expect.anything(), null]);
    await quotas.takeSearch(lea);
    await expect(quotas.takeSearch(lea)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused).toEqual(['question', 'question', 'generation', 'search']);
    expect(await quotas.of(lea)).toMatchObject({ limit: 2, remaining: 0, generatedLimit: 1, generatedRemaining: 0 });
    expect(await quotas.of({ ...lea, userId: 'zoe' })).toMatchObject({ remaining: 2, resetsAt: null });
    await spent.giveBack();
    await generation?.giveBack();
    expect((await quotas.of(lea)).generatedRemaining).toBe(1);
  });
});
