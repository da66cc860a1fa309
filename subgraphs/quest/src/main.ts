import { createGraderClient } from '@doctorpy/grader';
import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis } from '@doctorpy/service-kit/redis';
import { readEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createServer } from './server.js';

const log = createLogger({ service: 'quest', level: process.env.LOG_LEVEL });

await runService(log, async () => {
  const env = readEnv();
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: env.REDIS_URL, name: 'quest', log });
  const subscriber = createRedis({ url: env.REDIS_URL, name: 'quest-news', log, role: 'subscriber' });
  const grader = createGraderClient({ socketPath: env.GRADER_SOCKET });
  const server = await createServer({ env, connection, redis, subscriber, grader, log });
  await server.listen();
  return {
    async close() {
      await server.close();
      await grader.close();
      redis.disconnect();
      subscriber.disconnect();
      await connection.close();
    },
  };
});
