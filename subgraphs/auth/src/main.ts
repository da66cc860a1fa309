import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { readAuthEnv } from './env.js';
import { createServer } from './server.js';

const log = createLogger({ service: 'auth', level: process.env.LOG_LEVEL });

await runService(log, async () => {
  const env = readAuthEnv();
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  const redis = createRedis({ url: env.REDIS_URL, name: 'auth', log });
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
