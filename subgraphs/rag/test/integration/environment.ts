import { randomBytes } from 'node:crypto';
import type { GraderClient } from '@doctorpy/grader';
import type { Caller } from '@doctorpy/service-kit/caller';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { readServiceKeys, type ServiceKeys, type ServicePair } from '@doctorpy/service-kit/trust';
import { type SubgraphClient, startTestRedis, subgraphClient, type TestRedis, testDatabase } from '@doctorpy/testkit';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { readEnv } from '../../src/env.js';
import { migrations } from '../../src/migrations/index.js';
import { createModels, type Models } from '../../src/models/index.js';
import { createServer } from '../../src/server.js';
import { createIndexing } from '../../src/services/indexing/indexing.js';
import { type SeedReport, seedContent } from '../../src/services/seeding/seed-content.js';
import { content } from '../lesson-passages.js';
import { type QuestBeside, questBeside } from './quest-beside.js';

/** A rag subgraph of one test file: a database of its own, a Redis of its own, seeded with the product's lessons. */
export interface RagEnvironment {
  connection: Connection;
  mongoUrl: string;
  database: string;
  models: Models;
  redis: Redis;
  server: TestRedis;
  client: SubgraphClient;
  /** What every pair's key is derived from. */
  secretKey: string;
  /** The quest subgraph beside it. */
  quest: QuestBeside;
  keysOf(pair: ServicePair): ServiceKeys;
  /** Seeds (again). */
  seed(from?: URL): Promise<SeedReport>;
  /** Starts one more replica of the subgraph on the same data. */
  replica(variables?: Record<string, string>): Promise<{ client: SubgraphClient; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** An address where nobody answers: questions are answered with quotations. */
export const nobody = 'http://127.0.0.1:9';

export const learner = { userId: 'learner-1', roles: ['LEARNER'], language: 'fr' } as const satisfies Partial<Caller>;
export const classmate = { ...learner, userId: 'learner-2' };
export const author = { ...learner, userId: 'author-1', roles: ['AUTHOR'] } as const;
export const admin = { ...learner, userId: 'admin-1', roles: ['ADMIN'] } as const;

/**
 * @param variables configuration beside the addresses, for example OLLAMA_URL
 * @param options.isQuestLate quest is started by the test
 * @param options.grader reads the Python of generated answers; left out, nobody does
 */
export async function ragEnvironment(
  variables: Record<string, string> = {},
  { isQuestLate = false, grader }: { isQuestLate?: boolean; grader?: Pick<GraderClient, 'check'> } = {},
): Promise<RagEnvironment> {
  const { url: mongoUrl, database, drop } = await testDatabase();
  const server = await startTestRedis({ appendOnly: false });
  const log = silentLogger();
  const connection = await connectMongo({ url: mongoUrl, database, log });
  await runMigrations(connection, migrations, log);
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'rag' });
  const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
  const seed = (from = content) => seedContent({ models, indexing, content: from, log });
  await seed();
  const redis = createRedis({ url: server.url, name: 'test', log });
  await redisReady(redis);
  const secretKey = randomBytes(32).toString('hex');

  const quest = await questBeside({ mongoUrl, database: `${database}_quest`, redisUrl: server.url, secretKey });
  if (!isQuestLate) await quest.start();

  const replica: RagEnvironment['replica'] = async (more = {}) => {
    const env = readEnv({
      NODE_ENV: 'test',
      DATABASE_URL: mongoUrl,
      DATABASE_NAME: database,
      REDIS_URL: server.url,
      SECRET_KEY: secretKey,
      RAG_PORT: '0',
      OPS_PORT: '0',
      OLLAMA_URL: nobody,
      QUEST_URL: quest.url,
      // Tests ask more than people do.
      RAG_ASK_LIMIT_LEARNER: '10000',
      RAG_GENERATION_LIMIT_LEARNER: '10000',
      ...variables,
      ...more,
    });
    const own = await connectMongo({ url: mongoUrl, database, log });
    const ownRedis = createRedis({ url: server.url, name: 'rag', log });
    await redisReady(ownRedis);
    const subgraph = await createServer({ env, connection: own, redis: ownRedis, log, ...(grader && { grader }) });
    const { url } = await subgraph.listen();
    const client = subgraphClient({ url, name: 'rag', secretKey });
    return {
      client,
      async close() {
        await client.close();
        await subgraph.close();
        ownRedis.disconnect();
        await own.close();
      },
    };
  };

  const first = await replica();
  return {
    connection,
    mongoUrl,
    database,
    models,
    redis,
    server,
    client: first.client,
    secretKey,
    quest,
    keysOf: (pair) => readServiceKeys({ SECRET_KEY: secretKey }, [pair]),
    seed,
    replica,
    async close() {
      await first.close();
      await quest.close();
      redis.disconnect();
      await connection.close();
      await server.stop();
      await drop();
    },
  };
}
