import {
  freePort,
  startProcess,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
  testDatabase,
  waitFor,
} from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let database: TestDatabase;
let redis: TestRedis;
let env: Record<string, string>;
let port: number;
beforeAll(async () => {
  database = await testDatabase();
  redis = await startTestRedis();
  port = await freePort();
  env = {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    DATABASE_NAME: database.database,
    REDIS_URL: redis.url,
    SERVICE_KEYS: `gateway>quest=${'a'.repeat(64)},rag>quest=${'b'.repeat(64)}`,
    QUEST_PORT: String(port),
    OPS_PORT: String(await freePort()),
  };
});
afterAll(async () => {
  await redis.stop();
  await database.drop();
});

describe('the quest service as a process', () => {
  it('is seeded, twice as well as once, gets ready, and leaves when asked to', async () => {
    for (const published of [/"published":[1-9]/, /"published":0/]) {
      const seed = await startProcess({ script: 'subgraphs/quest/src/seed.ts', env });
      expect(await seed.exited).toBe(0);
      expect(seed.output()).toMatch(published);
    }
    const service = await startProcess({ script: 'subgraphs/quest/src/main.ts', env });
    const probe = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
    await waitFor(probe, { what: 'quest is ready', timeoutMs: 60_000 });
    await service.stop();
    expect(await service.exited).toBe(0);
  }, 180_000);

  it('says which variable is missing', async () => {
    const { DATABASE_URL: _left, ...incomplete } = env;
    const service = await startProcess({ script: 'subgraphs/quest/src/main.ts', env: incomplete });
    expect(await service.exited).toBe(1);
    expect(service.output()).toContain('DATABASE_URL');
  }, 60_000);
});
