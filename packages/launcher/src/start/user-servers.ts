import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { LaunchError, reasonOf } from '../errors.js';

const answerTimeoutMs = 10_000;

/** Throws `LaunchError` unless `DATABASE_URL` leads to a replica set or sharded cluster (transactions need one). */
export async function requireMongo(url: string, timeoutMs = answerTimeoutMs): Promise<void> {
  const client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: timeoutMs });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.setName || hello.msg === 'isdbgrid') return;
  } catch (error) {
    throw new LaunchError(`DATABASE_URL does not lead to a MongoDB that answers (${reasonOf(error)}): check it.`);
  } finally {
    await client.close();
  }
  throw new LaunchError(
    'The MongoDB of DATABASE_URL is a standalone server and cannot run transactions: start it with --replSet and run rs.initiate().',
  );
}

/** Throws `LaunchError` unless `REDIS_URL` leads to a Redis that answers. */
export async function requireRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: answerTimeoutMs, retryStrategy: () => null });
  // The rejection of connect() says only that the connection is closed; the event says why.
  let reason: unknown;
  client.on('error', (error) => {
    reason = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw new LaunchError(`REDIS_URL does not lead to a Redis that answers (${reasonOf(reason ?? error)}): check it.`);
  } finally {
    if (client.status !== 'end') client.disconnect();
  }
}
