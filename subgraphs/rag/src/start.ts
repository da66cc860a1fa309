import { createGraderClient } from '@doctorpy/grader';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis } from '@doctorpy/service-kit/redis';
import type { StartedSubgraph, StartOptions } from '@doctorpy/service-kit/subgraph';
import type { RagEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createServer } from './server.js';

/** The rag subgraph with connections of its own, migrated and listening. */
export async function startRag(env: RagEnv, options: StartOptions): Promise<StartedSubgraph> {
  const { log } = options;
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: env.REDIS_URL, name: 'rag', log });
  const grader = env.GRADER_SOCKET === undefined ? null : createGraderClient({ socketPath: env.GRADER_SOCKET });
  const server = await createServer({ env, connection, redis, ...(grader && { grader }), ...options });
  await server.listen(options);
  return {
    server,
    async close() {
      await server.close();
      await grader?.close();
      redis.disconnect();
      await connection.close();
    },
  };
}
