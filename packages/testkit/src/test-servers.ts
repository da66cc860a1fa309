import { type RunningServer, startMongo, startRedis } from '@doctorpy/launcher';
import { Redis } from 'ioredis';

/** A throw-away redis-server of one test file. */
export interface TestRedis extends RunningServer {
  /** Empties it, as a lost data folder would. */
  flush(): Promise<void>;
}

/**
 * Starts a real redis-server on a free port (about 15 ms). `stop` ends it and removes its data; `kill` (SIGKILL) and
 * `restart` are for fault tests: the port stays, and so do the data unless `appendOnly` is false.
 */
export async function startTestRedis(options: { appendOnly?: boolean } = {}): Promise<TestRedis> {
  const server = await startRedis(options);
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    async flush() {
      const client = new Redis(server.url);
      try {
        await client.flushall();
      } finally {
        client.disconnect();
      }
    },
  };
}

/**
 * Starts a mongod of the test's own (about 300 ms), for tests that kill or restart it; others share one through
 * `testDatabase()`. `kill` is SIGKILL, `restart` brings the same data back on the same port, `stop` removes them.
 */
export function startTestMongo(): Promise<RunningServer> {
  return startMongo();
}
