import { createConsumer } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createStamps } from '@doctorpy/service-kit/standing';
import { createModels } from '../../../src/models/index.js';
import { createLearnerFocus, focusGroup } from '../../../src/services/focus/learner-focus.js';
import { createAskers } from '../../../src/services/privacy/askers.js';

/** Follows quests as the service does, but announces its first effect instead of acknowledging it, and waits to be killed. */
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
const models = createModels(connection);
const stamps = createStamps({ redis, log });
const { handlers } = createLearnerFocus({ models, askers: createAskers(models), stamps });
await createConsumer({ connection, redis, group: focusGroup, producers: ['quest'], handlers, log }).start();
