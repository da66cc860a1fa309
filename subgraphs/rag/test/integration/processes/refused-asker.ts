import { DomainError } from '@doctorpy/service-kit/errors';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createModels } from '../../../src/models/index.js';
import { createAnswerMetrics } from '../../../src/services/answering/answer-metrics.js';
import { createAnswering } from '../../../src/services/answering/answering.js';
import { createAskers } from '../../../src/services/privacy/askers.js';
import { createQuotas } from '../../../src/services/quotas/quotas.js';

/** Asks without any quota while the answer needs something else first, and says how it was refused. */
const [mongoUrl = '', database = '', redisUrl = ''] = process.argv.slice(2);
const log = silentLogger();
const connection = await connectMongo({ url: mongoUrl, database, log });
const redis = createRedis({ url: redisUrl, name: 'refused', log });
await redisReady(redis);
const models = createModels(connection);
const each = { LEARNER: 0, AUTHOR: 0, ADMIN: 0 };
const limits = { windowSeconds: 60, questions: each, generations: each, searches: 0 };
let refuse = (): void => undefined;
const refused = new Promise<void>((resolve) => {
  refuse = resolve;
});
const answering = createAnswering({
  connection,
  redis,
  models,
  outbox: createOutbox({ connection, producer: 'rag' }),
  askers: createAskers(models),
  mover: { bringIn: async () => false, take: async () => false },
  composer: {
    async compose(_question, { admitted }) {
      await refused;
      // Longer than any promise that nobody hears of is waited for.
      await models.learnerFocus.findById('nobody').lean();
      await admitted;
      throw new Error('was admitted');
    },
  },
  quotas: createQuotas({ redis, limits, log, onRefusal: () => refuse() }),
  metrics: createAnswerMetrics(),
  patience: { askMs: 1000, streamMs: 1000 },
});
const asked = answering.ask(
  {
    query: 'comment trier une liste',
    queryType: 'CONCEPT',
    conversationId: null,
    questId: null,
    level: null,
    language: 'fr',
    idempotencyKey: null,
  },
  {
    userId: 'asks-a-lot',
    roles: ['LEARNER'],
    language: 'fr',
    origin: { actorId: null, requestId: null, traceparent: null },
    log,
  },
);
const code = await asked.catch((error: unknown) => (error instanceof DomainError ? error.code : String(error)));
process.stdout.write(`refused: ${String(code)}\n`);
redis.disconnect();
await connection.close();
