import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import type { StartedSubgraph, StartOptions } from '@doctorpy/service-kit/subgraph';
import type { AuthEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createServer } from './server.js';

/** The auth subgraph with connections of its own, migrated and listening. */
export async function startAuth(env: AuthEnv, options: StartOptions): Promise<StartedSubgraph> {
  const { log } = options;
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: env.REDIS_URL, name: 'auth', log });
  // Nobody signs in without it: the limits on attempts are there.
  await redisReady(redis);
  const server = await createServer({ env, connection, redis, ...options });
  await server.listen(options);
  return {
    server,
    async close() {
      await server.close();
      redis.disconnect();
      await connection.close();
    },
  };
}
