import { createGraderClient } from '@doctorpy/grader';
import { createServer, migrations, readEnv } from '@doctorpy/quest';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { freePort, type SubgraphClient, subgraphClient } from '@doctorpy/testkit';

/** The real quest subgraph that rag asks before it shows an answer; nothing is published and nobody plays at first. */
export interface QuestBeside {
  url: string;
  client: SubgraphClient;
  /** Until then nobody answers at the address. */
  start(): Promise<void>;
  /** Stores a quest as a published one, with its event. */
  publish(content: { id: string; version: number }): Promise<void>;
  close(): Promise<void>;
}

/** Prepares the quest subgraph on a database of its own. Code cannot be tried there. */
export async function questBeside(options: {
  mongoUrl: string;
  database: string;
  redisUrl: string;
  secretKey: string;
}): Promise<QuestBeside> {
  const { mongoUrl, database, redisUrl, secretKey } = options;
  const log = silentLogger();
  const port = await freePort();
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
    QUEST_PORT: String(port),
    OPS_PORT: '0',
  });
  const server = await createServer({ env, connection, redis, subscriber, grader, log });
  const outbox = createOutbox({ connection, producer: 'quest' });
  const quests = connection.collection<{ _id: string }>('quests');
  const questVersions = connection.collection<{ _id: string }>('quest_versions');
  const url = `http://127.0.0.1:${port}/graphql`;
  const client = subgraphClient({ url, name: 'quest', secretKey });
  return {
    url,
    client,
    async start() {
      await server.listen();
    },
    async publish(content) {
      const { id: _id, version } = content;
      const stored = { version, hash: `${_id}@${version}`, content };
      const shown = { category: 'python_basics', difficulty: 'BEGINNER', position: 0, searchText: '' };
      await connection.transaction(async (session) => {
        await quests.replaceOne({ _id }, { ...stored, ...shown }, { upsert: true, session });
        const kept = { _id: `${_id}@${version}`, questId: _id, ...stored, publishedAt: new Date() };
        await questVersions.insertOne(kept, { session });
        const origin = { actorId: null, requestId: null, traceparent: null };
        await outbox.append(session, 'QUEST_PUBLISHED', { questId: _id, version }, origin);
      });
    },
    async close() {
      await client.close();
      await server.close();
      await grader.close();
      redis.disconnect();
      subscriber.disconnect();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
