import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createPendingAnswers, type PendingAnswer } from '../../../src/services/answering/pending-answers.js';

/** Gives an answer, says so, and never brings it into the database: it waits to be killed. */
const [redisUrl = '', text = ''] = process.argv.slice(2);
const redis = createRedis({ url: redisUrl, name: 'doomed', log: silentLogger() });
await redisReady(redis);
const { record, told } = JSON.parse(text) as PendingAnswer;
const pending = createPendingAnswers({ redis, log: silentLogger() });
const isHeld = await pending.add({ record: { ...record, createdAt: new Date(record.createdAt) }, told });
process.stdout.write(isHeld ? 'given\n' : 'not held\n');
setInterval(() => undefined, 60_000);
