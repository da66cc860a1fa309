import { createGraderClient } from '@doctorpy/grader';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis } from '@doctorpy/service-kit/redis';
import type { StartedSubgraph, StartOptions } from '@doctorpy/service-kit/subgraph';
import type { QuestEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createServer } from './server.js';

/** The quest subgraph with connections of its own, migrated and listening. */
export async function startQuest(env: QuestEnv, options: StartOptions): Promise<StartedSubgraph> {
  const { log } = options;
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: env.REDIS_URL, name: 'quest', log });
  const subscriber = createRedis({ url: env.REDIS_URL, name: 'quest-news', log, role: 'subscriber' });
  const grader = createGraderClient({ socketPath: env.GRADER_SOCKET });
  const server = await createServer({ env, connection, redis, subscriber, grader, ...options });
  await server.listen(options);
  return {
    server,
    async close() {
      await server.close();
      await grader.close();
      redis.disconnect();
      subscriber.disconnect();
      await connection.close();
    },
  };
}
