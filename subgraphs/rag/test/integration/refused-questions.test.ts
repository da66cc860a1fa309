import { startProcess, startTestRedis, type TestDatabase, type TestRedis, testDatabase } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let database: TestDatabase;
let server: TestRedis;
beforeAll(async () => {
  database = await testDatabase();
  server = await startTestRedis({ appendOnly: false });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
});

describe('a question beyond the quota', () => {
  it('is refused, and brings no rag down, while the answer still looks up who asks', async () => {
    const asker = await startProcess({
      script: 'subgraphs/rag/test/integration/processes/refused-asker.ts',
      args: [database.url, database.database, server.url],
    });
    await asker.waitForOutput(/^refused: RATE_LIMITED$/m);
    expect(await asker.exited).toBe(0);
  });
});
