import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrader, createGraderClient, type Grader, type GraderOptions } from '@doctorpy/grader';
import type { Caller } from '@doctorpy/service-kit/caller';
import { type Logger, silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import {
  dataOf,
  type GraphQLAnswer,
  type SubgraphClient,
  startTestRedis,
  subgraphClient,
  type TestRedis,
  testDatabase,
} from '@doctorpy/testkit';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { readEnv } from '../../src/env.js';
import { migrations } from '../../src/migrations/index.js';
import { createServer, type QuestServer } from '../../src/server.js';
import type { Content, QuestContent } from '../../src/services/content/content-schema.js';
import { loadContent } from '../../src/services/content/load-content.js';
import { publishContent } from '../../src/services/publishing/publish-content.js';

/** The quest subgraph on servers of its own, seeded with the authored content, and a gateway's client for it. */
export interface QuestEnvironment {
  server: QuestServer;
  client: SubgraphClient;
  /** Its /graphql address. */
  url: string;
  connection: Connection;
  redis: Redis;
  redisServer: TestRedis;
  content: Content;
  grader: TestGrader;
  /** The time the subgraph believes it is; null for the real one. */
  setTime(now: Date | null): void;
  learner(userId?: string): Learner;
  close(): Promise<void>;
}

/** A grader that tests can start late and stop early, on one socket. */
export interface TestGrader {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Somebody signed in. */
export interface Learner {
  userId: string;
  caller: Partial<Caller>;
  execute(query: string, variables?: Record<string, unknown>, language?: 'fr' | 'en'): Promise<GraphQLAnswer>;
  /** Starts a quest; gives the progress id. */
  start(questId: string): Promise<string>;
  /** Submits an answer; gives the result, or throws what went wrong. */
  submit(progressId: string, questionId: string, answer: string | string[]): Promise<Result>;
}

export interface Result {
  verdict: string;
  correct: boolean | null;
  scoreAwarded: number;
  feedback: string;
  explanation: string | null;
  attemptsLeft: number | null;
  levelUp: number | null;
  achievementsUnlocked: { id: string }[];
  progress: { id: string; status: string; score: number; answeredCount: number };
}

const SUBMIT = `mutation ($input: SubmitAnswerInput!) {
  submitAnswer(input: $input) {
    verdict correct scoreAwarded feedback explanation attemptsLeft levelUp
    achievementsUnlocked { id }
    progress { id status score answeredCount }
  }
}`;

export async function questEnvironment(
  options: {
    withGrader?: boolean;
    mongoUrl?: string;
    /** Published beside the authored ones. */
    quests?: QuestContent[];
    log?: Logger;
    /** Other than a test's usual grader. */
    graderOptions?: Partial<GraderOptions>;
    /** Where a grader listens that the test runs by itself. */
    graderSocket?: string;
  } = {},
): Promise<QuestEnvironment> {
  const log = options.log ?? silentLogger();
  const database = options.mongoUrl ? await ownDatabase(options.mongoUrl) : await testDatabase();
  const redisServer = await startTestRedis();
  const connection = await connectMongo({ url: database.url, database: database.database, log });
  const redis = createRedis({ url: redisServer.url, name: 'quest-test', log });
  const subscriber = createRedis({ url: redisServer.url, name: 'quest-test-news', log, role: 'subscriber' });
  await redisReady(redis);
  await runMigrations(connection, migrations, log);
  const folder = await mkdtemp(join(tmpdir(), 'quest-'));
  const socketPath = join(folder, 'grader.sock');
  const grader = testGrader(socketPath, options.graderOptions);
  if (options.withGrader) await grader.start();
  const graderClient = createGraderClient({ socketPath: options.graderSocket ?? socketPath, timeoutMs: 40_000 });
  const secretKey = 'a'.repeat(64);
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: redisServer.url,
    SECRET_KEY: secretKey,
    QUEST_PORT: '0',
    OPS_PORT: '0',
  });
  let time: Date | null = null;
  const server = await createServer({
    env,
    connection,
    redis,
    subscriber,
    grader: graderClient,
    log,
    now: () => time ?? new Date(),
  });
  const authored = loadContent(new URL('../../content', import.meta.url));
  const content = { ...authored, quests: [...authored.quests, ...(options.quests ?? [])] };
  const { models, outbox } = server.services;
  await publishContent({ connection, models, outbox, log }, content);
  const { url } = await server.listen();
  const client = subgraphClient({ url, name: 'quest', secretKey });

  return {
    server,
    client,
    url,
    connection,
    redis,
    redisServer,
    content,
    grader,
    setTime(now) {
      time = now;
    },
    learner: (userId = randomUUID()) => learnerOf(client, userId),
    async close() {
      await client.close();
      await server.close();
      await graderClient.close();
      await grader.stop();
      redis.disconnect();
      subscriber.disconnect();
      await connection.close();
      await redisServer.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function learnerOf(client: SubgraphClient, userId: string): Learner {
  const caller = (language: 'fr' | 'en' = 'fr'): Partial<Caller> => {
    return { userId, sessionId: `session-${userId}`, roles: ['LEARNER'], language };
  };
  const execute: Learner['execute'] = (query, variables, language) =>
    client.execute(query, variables, caller(language));
  return {
    userId,
    caller: caller(),
    execute,
    async start(questId) {
      const answer = await execute('mutation ($questId: ID!) { startQuest(questId: $questId) { id } }', { questId });
      return dataOf(answer).startQuest.id;
    },
    async submit(progressId, questionId, answer) {
      return dataOf(await execute(SUBMIT, { input: { progressId, questionId, answer } })).submitAnswer;
    },
  };
}

/** A database in a server of the test's own, which goes with the server. */
async function ownDatabase(url: string) {
  return { url, database: 'quest', drop: async () => {} };
}

function testGrader(socketPath: string, options: Partial<GraderOptions> = {}): TestGrader {
  let running: Grader | null = null;
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  return {
    async start() {
      // A test machine may be slow: nothing here is about deadlines.
      running = await createGrader({ socketPath, log: silent, interpreters: 1, deadlineMs: 30_000, ...options });
      await running.listen();
    },
    async stop() {
      await running?.close();
      running = null;
    },
  };
}
