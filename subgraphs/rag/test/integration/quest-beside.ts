import { createGraderClient } from '@doctorpy/grader';
import { createServer, migrations, readEnv } from '@doctorpy/quest';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';

/** The quest subgraph that rag asks before it shows an answer; nobody plays there. */
export async function questBeside(options: {
  mongoUrl: string;
  database: string;
  redisUrl: string;
  secretKey: string;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { mongoUrl, database, redisUrl, secretKey } = options;
  const log = silentLogger();
  const connection = await connectMongo({ url: mongoUrl, database, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: redisUrl, name: 'quest', log });
  const subscriber = createRedis({ url: redisUrl, name: 'quest-news', log, role: 'subscriber' });
  await redisReady(redis);
  const grader = createGraderClient({ socketPath: '/nowhere/grader.sock' });
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: mongoUrl,
    REDIS_URL: redisUrl,
    SECRET_KEY: secretKey,
    QUEST_PORT: '0',
    OPS_PORT: '0',
  });
  const server = await createServer({ env, connection, redis, subscriber, grader, log });
  const { url } = await server.listen();
  return {
    url,
    async close() {
      await server.close();
      await grader.close();
      redis.disconnect();
      subscriber.disconnect();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
