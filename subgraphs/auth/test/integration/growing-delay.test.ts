import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { startTestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { createGrowingDelay } from '../../src/services/growing-delay.js';

let server: Awaited<ReturnType<typeof startTestRedis>>;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = createRedis({ url: server.url, name: 'delay-test', log: silentLogger() });
  await redisReady(redis);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const LIMITED = { code: 'RATE_LIMITED' };

describe('a growing delay', () => {
  it('ends by the passing of time alone', async () => {
    const delay = createGrowingDelay(redis, {
      name: 'short',
      free: 1,
      windowSeconds: 60,
      firstDelaySeconds: 1,
      longestDelaySeconds: 1,
    });
    await delay.admit('lea');
    await waitFor(
      async () =>
        await delay.admit('lea').then(
          () => true,
          () => false,
        ),
      { what: 'the second is over' },
    );
  });

  it('takes an honest attempt back, and forgets them all when asked', async () => {
    const delay = createGrowingDelay(redis, {
      name: 'honest',
      free: 3,
      windowSeconds: 60,
      firstDelaySeconds: 50,
      longestDelaySeconds: 50,
    });
    for (let n = 0; n < 10; n += 1) {
      await delay.admit('class');
      await delay.takeBack('class');
    }
    for (let n = 0; n < 3; n += 1) await delay.admit('class');
    await expect(delay.admit('class')).rejects.toMatchObject(LIMITED);
    await delay.forget('class');
    await delay.admit('class');
  });

  it('counts for this process alone while Redis is away', async () => {
    const away = createRedis({ url: 'redis://127.0.0.1:1', name: 'away', log: silentLogger() });
    try {
      const delay = createGrowingDelay(away, {
        name: 'away',
        free: 2,
        windowSeconds: 60,
        firstDelaySeconds: 50,
        longestDelaySeconds: 50,
      });
      await delay.admit('lea');
      await delay.admit('lea');
      await expect(delay.admit('lea')).rejects.toMatchObject({ ...LIMITED, retryAfterSeconds: 50 });
    } finally {
      away.disconnect();
    }
  });
});
