import { createConsumer } from '../../../../src/events/index.js';
import { silentLogger } from '../../../../src/logging/index.js';
import { connectMongo } from '../../../../src/mongo/index.js';
import { createRedis, redisReady } from '../../../../src/redis/index.js';

/** A consumer process that announces its first effect instead of acknowledging it, and waits to be killed. */
const [mongoUrl = '', database = '', redisUrl = ''] = process.argv.slice(2);
const log = silentLogger();
const connection = await connectMongo({ url: mongoUrl, database, log });
const redis = createRedis({ url: redisUrl, name: 'doomed', log });
await redisReady(redis);
Object.assign(redis, {
  xack: () => {
    process.stdout.write('effect committed\n');
    return new Promise(() => undefined);
  },
});
const effects = connection.collection('effects');
await createConsumer({
  connection,
  redis,
  group: 'test',
  producers: ['auth'],
  handlers: {
    USER_REGISTERED: async ({ payload }, session) => {
      await effects.insertOne({ userId: payload.userId }, { session });
    },
  },
  log,
}).start();
