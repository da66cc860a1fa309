import { startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createRateLimit } from '../../src/http/rate-limit.js';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

it('a user is counted wherever they are, at all gateways together, and apart from others', async () => {
  const [one, other] = [1, 2].map(() => createRateLimit(redis, { perAddress: 100, perUser: 3 }));
  await one?.takeUser('lea');
  await other?.takeUser('lea');
  await one?.takeUser('lea');
  await expect(other?.takeUser('lea')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: expect.any(Number),
  });
  await one?.takeUser('zoe');
  // An address is something else than a user who is called like it.
  await one?.take('lea');
});

it('what a gateway counts for itself is soon known to all', async () => {
  const limit = createRateLimit(redis, { perAddress: 10_000, perUser: 10_000 });
  for (let index = 0; index < 70; index += 1) await limit.takeUser('ada');
  await waitFor(async () => (await redis.get('rate:gateway:user:ada')) === '70', { what: 'all to be told' });
});

it('two gateways together let through 1 % of a limit too much for each, at most', async () => {
  const gateways = [1, 2].map(() => createRateLimit(redis, { perAddress: 1000, perUser: 1000 }));
  let accepted = 0;
  const isAccepted = (index: number) =>
    gateways[index % 2]?.takeUser('alan').then(
      () => true,
      () => false,
    );
  for (let index = 0; index < 1100; index += 1) if (await isAccepted(index)) accepted += 1;
  expect(accepted).toBeGreaterThanOrEqual(1000);
  expect(accepted).toBeLessThanOrEqual(1020);
});

it('a burst that comes before Redis has replied is let through no further than one that comes after', async () => {
  const limit = createRateLimit(redis, { perAddress: 600, perUser: 600 });
  await limit.takeUser('grace');
  const burst = await Promise.allSettled(Array.from({ length: 6000 }, () => limit.takeUser('grace')));
  const accepted = 1 + burst.filter(({ status }) => status === 'fulfilled').length;
  expect(accepted).toBeGreaterThanOrEqual(590);
  expect(accepted).toBeLessThanOrEqual(606);
});
