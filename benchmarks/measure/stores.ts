import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, type Migration, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { startTestMongo, startTestRedis } from '@doctorpy/testkit';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';

/** A mongod and a redis-server of a measurement's own, connected to as a service is. */
export interface Stores {
  readonly connection: Connection;
  readonly redis: Redis;
  readonly mongoUrl: string;
  readonly redisUrl: string;
  stop(): Promise<void>;
}

/** Starts them, with the database of a service migrated. */
export async function startStores(migrations: readonly Migration[]): Promise<Stores> {
  const log = silentLogger();
  const [mongo, redisServer] = [await startTestMongo(), await startTestRedis()];
  const connection = await connectMongo({ url: mongo.url, database: 'measured', log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: redisServer.url, name: 'measured', log });
  await redisReady(redis);
  return {
    connection,
    redis,
    mongoUrl: mongo.url,
    redisUrl: redisServer.url,
    async stop() {
      redis.disconnect();
      await connection.close();
      await Promise.all([mongo.stop(), redisServer.stop()]);
    },
  };
}
