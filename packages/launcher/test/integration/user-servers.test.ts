import { freePort, startTestRedis, testDatabase } from '@doctorpy/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../src/servers/running-server.js';
import { requireMongo, requireRedis } from '../../src/start/user-servers.js';

describe('servers of the user’s own', () => {
  let server: RunningServer | undefined;
  afterEach(() => server?.stop());

  it('are taken when they answer', async () => {
    server = await startTestRedis();
    await expect(requireRedis(server.url)).resolves.toBeUndefined();
    await expect(requireMongo((await testDatabase()).url)).resolves.toBeUndefined();
  });

  it('are named by their variable, with the reason, when they do not answer', async () => {
    const port = await freePort();
    await expect(requireRedis(`redis://127.0.0.1:${port}`)).rejects.toThrow(/REDIS_URL .*ECONNREFUSED/);
    const mongoUrl = `mongodb://127.0.0.1:${port}/`;
    await expect(requireMongo(mongoUrl, 100)).rejects.toThrow(/DATABASE_URL .*ECONNREFUSED/);
  });
});
