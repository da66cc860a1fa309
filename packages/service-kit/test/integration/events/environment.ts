import { startTestRedis, type TestRedis, testDatabase } from '@doctorpy/testkit';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { createOutbox, prepareEventCollections } from '../../../src/events/index.js';
import { silentLogger } from '../../../src/logging/index.js';
import { connectMongo, inTransaction } from '../../../src/mongo/index.js';
import { createRedis, redisReady } from '../../../src/redis/index.js';

/** A database, a Redis and an outbox of one test file. */
export interface EventEnvironment {
  connection: Connection;
  mongoUrl: string;
  database: string;
  redis: Redis;
  server: TestRedis;
  /** Commits one USER_REGISTERED event per user id, each in a transaction of its own. */
  commit(...userIds: string[]): Promise<void>;
  /** The user ids of the auth stream's entries, from its beginning. */
  streamed(): Promise<string[]>;
  close(): Promise<void>;
}

export const origin = { actorId: null, requestId: 'request-1', traceparent: null };

export async function eventEnvironment(): Promise<EventEnvironment> {
  const { url, database, drop } = await testDatabase();
  const log = silentLogger();
  const connection = await connectMongo({ url, database, log });
  await prepareEventCollections(connection);
  const server = await startTestRedis({ appendOnly: false });
  const redis = createRedis({ url: server.url, name: 'test', log });
  await redisReady(redis);
  const outbox = createOutbox({ connection, producer: 'auth' });
  return {
    connection,
    mongoUrl: url,
    database,
    redis,
    server,
    async commit(...userIds) {
      for (const userId of userIds) {
        await inTransaction(connection, (session) => outbox.append(session, 'USER_REGISTERED', { userId }, origin));
      }
    },
    async streamed() {
      const entries = await redis.xrange('events:{auth}', '-', '+');
      return entries.map(([, fields]) => JSON.parse(fields[3] ?? '{}').payload.userId);
    },
    async close() {
      redis.disconnect();
      await connection.close();
      await server.stop();
      await drop();
    },
  };
}
