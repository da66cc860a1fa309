import { createConsumer, createOutbox, createRelay, type Relay } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, inTransaction, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import {
  startProcess,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
  testDatabase,
  waitFor,
} from '@doctorpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { migrations } from '../../src/migrations/index.js';
import { createModels, type Models } from '../../src/models/index.js';
import { createLearnerFocus, focusGroup } from '../../src/services/focus/learner-focus.js';
import { createAskers } from '../../src/services/privacy/askers.js';

const log = silentLogger();
const origin = { actorId: 'ada', requestId: null, traceparent: null };

let questDatabase: TestDatabase;
let questConnection: Connection;
let ragDatabase: TestDatabase;
let connection: Connection;
let models: Models;
let server: TestRedis;
let redis: Redis;
let relay: Relay;

beforeEach(async () => {
  questDatabase = await testDatabase();
  ragDatabase = await testDatabase();
  questConnection = await connectMongo({ url: questDatabase.url, database: questDatabase.database, log });
  connection = await connectMongo({ url: ragDatabase.url, database: ragDatabase.database, log });
  await runMigrations(connection, migrations, log);
  models = createModels(connection);
  server = await startTestRedis({ appendOnly: false });
  redis = createRedis({ url: server.url, name: 'test', log });
  await redisReady(redis);
  relay = createRelay({ connection: questConnection, redis, producer: 'quest', log });
  await relay.start();
});
afterEach(async () => {
  await relay.stop();
  redis.disconnect();
  await connection.close();
  await questConnection.close();
  await server.stop();
  await ragDatabase.drop();
  await questDatabase.drop();
});

/** What the quest service would write. */
async function happen(name: 'QUEST_STARTED' | 'QUEST_COMPLETED', questId: string): Promise<void> {
  const outbox = createOutbox({ connection: questConnection, producer: 'quest' });
  const run = { userId: 'ada', questId, questVersion: 1, progressId: `progress-${questId}` };
  await inTransaction(questConnection, async (session) => {
    if (name === 'QUEST_STARTED') await outbox.append(session, name, run, origin);
    else await outbox.append(session, name, { ...run, score: 10, maxScore: 10 }, origin);
  });
  await relay.flush();
}

async function following<T>(work: () => Promise<T>): Promise<T> {
  const { handlers } = createLearnerFocus(models, createAskers(models));
  const consumer = createConsumer({
    connection,
    redis,
    group: focusGroup,
    producers: ['quest'],
    handlers,
    log,
    idleMs: 100,
    blockMs: 50,
  });
  await consumer.start();
  try {
    return await work();
  } finally {
    await consumer.stop();
  }
}

const focusIs = (expected: object) =>
  waitFor(
    async () => {
      expect(await models.learnerFocus.findById('ada').lean()).toMatchObject(expected);
      return true;
    },
    { what: `the focus becomes ${JSON.stringify(expected)}` },
  );

describe('what a learner is working on', () => {
  it('follows the quests that are started and completed', async () => {
    await following(async () => {
      await happen('QUEST_STARTED', 'python_variables_101');
      await focusIs({ questId: 'python_variables_101', completions: 0 });
      await happen('QUEST_COMPLETED', 'python_variables_101');
      await focusIs({ questId: null, completions: 1 });
      await happen('QUEST_STARTED', 'python_lists_101');
      await focusIs({ questId: 'python_lists_101' });
    });
    expect(await createLearnerFocus(models, createAskers(models)).of('ada')).toEqual({
      questId: 'python_lists_101',
      level: 'BEGINNER',
    });
    expect(await createLearnerFocus(models, createAskers(models)).of('nobody')).toEqual({
      questId: null,
      level: 'BEGINNER',
    });
  });

  it('raises the level with different quests, not with the same one again', async () => {
    await following(async () => {
      for (const quest of ['q1', 'q1', 'q1', 'q1', 'q2', 'q3']) await happen('QUEST_COMPLETED', quest);
      await focusIs({ completions: 6 });
      expect((await createLearnerFocus(models, createAskers(models)).of('ada')).level).toBe('BEGINNER');
      await happen('QUEST_COMPLETED', 'q4');
      await focusIs({ completions: 7 });
      expect((await createLearnerFocus(models, createAskers(models)).of('ada')).level).toBe('INTERMEDIATE');
    });
  });

  it('changes once when the consumer is killed between effect and acknowledgement', async () => {
    const doomed = await startProcess({
      script: 'subgraphs/rag/test/integration/processes/doomed-consumer.ts',
      args: [ragDatabase.url, ragDatabase.database, server.url],
    });
    await happen('QUEST_COMPLETED', 'python_variables_101');
    await doomed.waitForOutput(/effect committed/);
    await doomed.kill();
    expect(await models.learnerFocus.findById('ada').lean()).toMatchObject({ completions: 1 });
    expect(await redis.xpending('events:{quest}', focusGroup)).toEqual([
      1,
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ]);

    await following(async () => {
      await waitFor(async () => (await redis.xpending('events:{quest}', focusGroup))[0] === 0, {
        what: 'another consumer takes the event over and acknowledges it',
      });
    });
    expect(await models.learnerFocus.findById('ada').lean()).toMatchObject({ completions: 1 });
  });
});
