import { startTestRedis, type TestRedis } from '@doctorpy/testkit';
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
