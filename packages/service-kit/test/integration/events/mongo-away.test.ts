import { startTestMongo, startTestRedis, waitFor } from '@doctorpy/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createConsumer, createOutbox, createRelay } from '../../../src/events/index.js';
import { silentLogger } from '../../../src/logging/index.js';
import { connectMongo, inTransaction } from '../../../src/mongo/index.js';
import { createRedis, redisReady } from '../../../src/redis/index.js';
import { origin } from './environment.js';

/** What the test started, ended in reverse order whether it passed or not. */
const started: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

describe('when MongoDB is killed during an effect', () => {
  it('the consumer waits for it and has the effect once, without counting a failure', async () => {
    const log = silentLogger();
    const [mongo, server] = await Promise.all([startTestMongo(), startTestRedis()]);
    started.push(
      () => mongo.stop(),
      () => server.stop(),
    );
    const connection = await connectMongo({ url: mongo.url, database: 'away', log, serverSelectionTimeoutMs: 500 });
    const redis = createRedis({ url: server.url, name: 'test', log });
    started.push(
      () => connection.close(),
      () => redis.disconnect(),
    );
    await redisReady(redis);
    const outbox = createOutbox({ connection, producer: 'auth' });
    const relay = createRelay({ connection, redis, producer: 'auth', log });
    await connection.createCollection('effects');
    let attempts = 0;
    const consumer = createConsumer({
      connection,
      redis,
      group: 'test',
      producers: ['auth'],
      handlers: {
        USER_REGISTERED: async ({ payload }, session) => {
          attempts += 1;
          if (attempts === 1) await mongo.kill();
          await connection.collection('effects').insertOne({ userId: payload.userId }, { session });
        },
      },
      log,
      maxAttempts: 1,
    });
    started.push(
      () => relay.stop(),
      () => consumer.stop(),
    );
    await relay.start();
    await consumer.start();
    await inTransaction(connection, (session) => outbox.append(session, 'USER_REGISTERED', { userId: 'u1' }, origin));
    await waitFor(() => attempts > 0, { what: 'the effect begins' });
    await mongo.restart();
    await waitFor(async () => (await redis.xpending('events:{auth}', 'test'))[0] === 0, {
      what: 'the event is acknowledged',
      timeoutMs: 20_000,
    });
    expect(await connection.collection('effects').countDocuments()).toBe(1);
    expect(await redis.exists('events:{auth}:dead:test')).toBe(0);
  });
});
