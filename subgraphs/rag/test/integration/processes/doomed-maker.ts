import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createMakings } from '../../../src/services/answering/makings.js';

/** Takes on an answer, says so, and never makes it: it waits to be killed. */
const [redisUrl = '', key = '', leaseMs = ''] = process.argv.slice(2);
const redis = createRedis({ url: redisUrl, name: 'doomed', log: silentLogger() });
await redisReady(redis);
const makings = createMakings({ redis, log: silentLogger(), leaseMs: Number(leaseMs) });
const making = await makings.take({ key, spelling: '' }, new AbortController().signal);
process.stdout.write(making ? 'taken\n' : 'not taken\n');
setInterval(() => undefined, 60_000);
