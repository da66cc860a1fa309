import { createConsumer, createOutbox, createRelay, type Relay } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, inTransaction, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createStamps } from '@doctorpy/service-kit/standing';
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

const focus = () => createLearnerFocus({ models, askers: createAskers(models), stamps: createStamps({ redis, log }) });

/** What the quest service would write. */
async function happen(
  name: 'QUEST_STARTED' | 'QUEST_COMPLETED' | 'QUEST_ABANDONED',
  questId: string,
  progressId = `progress-${questId}`,
): Promise<void> {
  const outbox = createOutbox({ connection: questConnection, producer: 'quest' });
  const run = { userId: 'ada', questId, questVersion: 1, progressId };
  await inTransaction(questConnection, async (session) => {
    if (name === 'QUEST_COMPLETED') await outbox.append(session, name, { ...run, score: 10, maxScore: 10 }, origin);
    else await outbox.append(session, name, run, origin);
  });
  await relay.flush();
}

async function following<T>(work: () => Promise<T>): Promise<T> {
  const { handlers } = focus();
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
    expect(await focus().of('ada')).toEqual({
      questId: 'python_lists_101',
      level: 'BEGINNER',
    });
    expect(await focus().of('nobody')).toEqual({
      questId: null,
      level: 'BEGINNER',
    });
  });

  it('is nothing once a quest was given up, and ends all that was remembered of a learner who starts one', async () => {
    const stamps = createStamps({ redis, log });
    const before = await stamps.issue('ada');
    await following(async () => {
      await happen('QUEST_STARTED', 'python_lists_101');
      await focusIs({ questId: 'python_lists_101' });
      expect(await stamps.current('ada')).not.toBe(before);
      await happen('QUEST_ABANDONED', 'python_lists_101');
      await focusIs({ questId: null, completions: 0 });
    });
  });

  it('is that of the newest run, when news of an end or of a beginning come late', async () => {
    await following(async () => {
      await happen('QUEST_STARTED', 'python_lists_101', 'second');
      await happen('QUEST_ABANDONED', 'python_lists_101', 'first');
      await focusIs({ questId: 'python_lists_101', endedRuns: ['first'] });
      await happen('QUEST_ABANDONED', 'python_lists_101', 'second');
      await focusIs({ questId: null });
      await happen('QUEST_STARTED', 'python_loops_101', 'third');
      await happen('QUEST_ABANDONED', 'python_sets_101', 'fourth');
      await happen('QUEST_STARTED', 'python_sets_101', 'fourth');
      await happen('QUEST_COMPLETED', 'python_files_101', 'fifth');
      await focusIs({ questId: 'python_loops_101', endedRuns: ['first', 'second', 'fourth', 'fifth'] });
    });
  });

  it('raises the level with different quests, not with the same one again', async () => {
    await following(async () => {
      for (const quest of ['q1', 'q1', 'q1', 'q1', 'q2', 'q3']) await happen('QUEST_COMPLETED', quest);
      await focusIs({ completions: 6 });
      expect((await focus().of('ada')).level).toBe('BEGINNER');
      await happen('QUEST_COMPLETED', 'q4');
      await focusIs({ completions: 7 });
      expect((await focus().of('ada')).level).toBe('INTERMEDIATE');
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
