import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createGraderClient } from '@doctorpy/grader';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, type Migration, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import {
  freePort,
  type GraphQLAnswer,
  type SubgraphClient,
  startProcess,
  startTestRedis,
  subgraphClient,
  type TestRedis,
  testDatabase,
  tokenForger,
  waitFor,
} from '@doctorpy/testkit';
import type { Connection } from 'mongoose';
import { readEnv as readAuthEnv } from '../../subgraphs/auth/src/env.js';
import { migrations as authMigrations } from '../../subgraphs/auth/src/migrations/index.js';
import { createServer as createAuth } from '../../subgraphs/auth/src/server.js';
import { readEnv as readQuestEnv } from '../../subgraphs/quest/src/env.js';
import { migrations as questMigrations } from '../../subgraphs/quest/src/migrations/index.js';
import { createServer as createQuest, type QuestServer } from '../../subgraphs/quest/src/server.js';
import { readEnv as readRagEnv } from '../../subgraphs/rag/src/env.js';
import { migrations as ragMigrations } from '../../subgraphs/rag/src/migrations/index.js';
import { createServer as createRag } from '../../subgraphs/rag/src/server.js';

/** The names of the subgraphs. */
export type SubgraphName = 'auth' | 'quest' | 'rag';

/** A gateway. */
export interface TestGateway {
  /** `token` is an access token. */
  execute(
    query: string,
    variables?: Record<string, unknown>,
    token?: string | null,
    language?: 'fr' | 'en',
  ): Promise<GraphQLAnswer>;
  metrics(): Promise<string>;
  output(): string;
}

/** The three subgraphs in this process, on real servers and without a grader, with every command to MongoDB that a request causes counted. */
export interface CountedPlatform {
  readonly connections: Readonly<Record<SubgraphName, Connection>>;
  readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>;
  readonly quest: QuestServer;
  readonly redis: TestRedis;
  /** Starts a gateway on them, in a process of its own. */
  startGateway(environment?: Record<string, string>): Promise<TestGateway>;
  /** An access token of this user with these roles. */
  tokenOf(userId: string, roles?: readonly string[]): string;
  /** The commands that were sent while `work` ran, as `find quests`; what services do by themselves is not among them. */
  commandsOf(work: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
}

const secretKey = 'a'.repeat(64);
const forger = tokenForger('shared-secret');
const log = silentLogger();

/** Starts them, without any content. */
export async function startCountedPlatform(): Promise<CountedPlatform> {
  const redisServer = await startTestRedis({ appendOnly: false });
  const sent: string[] = [];
  // What services do by themselves happens outside of requests.
  const withinRequest = new AsyncLocalStorage<true>();
  const enter = () => withinRequest.enterWith(true);
  subscribe(REQUEST_STARTS, enter);
  const undo: (() => unknown)[] = [() => redisServer.stop(), () => unsubscribe(REQUEST_STARTS, enter)];
  const later = <T>(made: T, close: (made: T) => unknown): T => {
    undo.push(() => close(made));
    return made;
  };

  const database = async (migrations: readonly Migration[]) => {
    const { url, database: name, drop } = await testDatabase();
    undo.push(drop);
    const monitored = `${url}${url.includes('?') ? '&' : '/?'}monitorCommands=true`;
    const connection = later(await connectMongo({ url: monitored, database: name, log }), (made) => made.close());
    await runMigrations(connection, migrations, log);
    connection.getClient().on('commandStarted', ({ commandName, command }) => {
      const collection: unknown = command[commandName];
      if (withinRequest.getStore() && commandName !== 'ping' && collection !== 'outbox')
        sent.push(`${commandName} ${collection}`);
    });
    return { connection, variables: { ...common, DATABASE_URL: url, DATABASE_NAME: name } };
  };
  const redisOf = async (name: string, role: 'commands' | 'subscriber' = 'commands') => {
    const redis = later(createRedis({ url: redisServer.url, name, log, role }), (made) => made.disconnect());
    await redisReady(redis);
    return redis;
  };
  const common = {
    NODE_ENV: 'test',
    REDIS_URL: redisServer.url,
    SECRET_KEY: secretKey,
    JWT_SECRET: forger.jwtSecret ?? '',
    OPS_PORT: '0',
  };

  const auth = await database(authMigrations);
  const authEnv = readAuthEnv({ ...auth.variables, AUTH_PORT: '0', AUTH_PASSWORD_COST: 'minimum' });
  const authServer = later(
    await createAuth({ env: authEnv, connection: auth.connection, redis: await redisOf('auth'), log }),
    (made) => made.close(),
  );
  const quest = await database(questMigrations);
  const questServer = later(
    await createQuest({
      env: readQuestEnv({ ...quest.variables, QUEST_PORT: '0' }),
      connection: quest.connection,
      redis: await redisOf('quest'),
      subscriber: await redisOf('quest-news', 'subscriber'),
      grader: later(createGraderClient({ socketPath: '/nowhere/grader.sock', timeoutMs: 1000 }), (made) =>
        made.close(),
      ),
      log,
    }),
    (made) => made.close(),
  );
  const rag = await database(ragMigrations);
  const ragEnv = readRagEnv({ ...rag.variables, RAG_PORT: '0', OLLAMA_URL: 'http://127.0.0.1:9' });
  const ragServer = later(
    await createRag({ env: ragEnv, connection: rag.connection, redis: await redisOf('rag'), log }),
    (made) => made.close(),
  );
  const urls = {
    auth: (await authServer.listen()).url,
    quest: (await questServer.listen()).url,
    rag: (await ragServer.listen()).url,
  };

  const startGateway: CountedPlatform['startGateway'] = async (environment = {}) => {
    const address = `http://127.0.0.1:${await freePort()}/graphql`;
    const opsPort = await freePort();
    const gateway = await startProcess({
      script: 'gateway/src/main.ts',
      env: {
        ...common,
        OPS_PORT: String(opsPort),
        GATEWAY_PORT: new URL(address).port,
        AUTH_URL: urls.auth,
        QUEST_URL: urls.quest,
        RAG_URL: urls.rag,
        GATEWAY_RATE_LIMIT_PER_MINUTE: '1000000',
        ...environment,
      },
    });
    undo.push(() => gateway.stop());
    const isUp = async () => (await fetch(new URL('/readyz', address)).catch(() => null))?.ok === true;
    await waitFor(isUp, { what: 'the gateway', timeoutMs: 150_000 });
    return {
      execute: (query, variables = {}, token = null, language = 'fr') =>
        post(
          address,
          { query, variables },
          { 'accept-language': language, ...(token && { authorization: `Bearer ${token}` }) },
        ),
      metrics: async () => (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text(),
      output: () => gateway.output(),
    };
  };
  const clientOf = (name: SubgraphName) =>
    later(subgraphClient({ url: urls[name], name, secretKey }), (made) => made.close());

  return {
    connections: { auth: auth.connection, quest: quest.connection, rag: rag.connection },
    subgraphs: { auth: clientOf('auth'), quest: clientOf('quest'), rag: clientOf('rag') },
    quest: questServer,
    startGateway,
    redis: redisServer,
    tokenOf: (userId, roles = ['LEARNER']) => forger.sign({ sub: userId, sid: randomUUID(), roles, av: 1 }),
    async commandsOf(work) {
      const before = sent.length;
      await work();
      return sent.slice(before).sort();
    },
    async close() {
      for (const step of undo.reverse()) await step();
    },
  };
}

/** Published by Node for each request that a server of this process receives, before the server sees it. */
const REQUEST_STARTS = 'http.server.request.start';

async function post(url: string, body: object, headers: Record<string, string>): Promise<GraphQLAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as GraphQLAnswer;
}
