import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { readEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createServer } from './server.js';

const log = createLogger({ service: 'auth', level: process.env.LOG_LEVEL });

await runService(log, async () => {
  const env = readEnv();
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: env.REDIS_URL, name: 'auth', log });
  // Nobody signs in without it: the limits on attempts are there.
  await redisReady(redis);
  const server = await createServer({ env, connection, redis, log });
  await server.listen();
  return {
    async close() {
      await server.close();
      redis.disconnect();
      await connection.close();
    },
  };
});
