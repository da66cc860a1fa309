import type { GraderClient } from '@doctorpy/grader';
import { createConsumer, createRelay } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createMetrics, type Metrics } from '@doctorpy/service-kit/metrics';
import { pingMongo } from '@doctorpy/service-kit/mongo';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { createContext } from './context.js';
import type { QuestEnv } from './env.js';
import { disclosureCheck } from './internal/disclosure-check.js';
import { explanationsCall } from './internal/explanations.js';
import { standingCall } from './internal/standing.js';
import { ownerOf } from './owners.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { createPendingGrader } from './services/attempt/pending-grader.js';
import { observeWaiting } from './services/attempt/waiting-metrics.js';
import { createServices, type QuestServices } from './services/create-services.js';
import { playersGroup } from './services/player/account-news.js';

/** What the quest subgraph runs on. Connections stay the caller's to close, after the server. */
export interface QuestDeps {
  env: QuestEnv;
  /** To this service's database, migrated. */
  connection: Connection;
  /** For commands: fails at once while Redis is away. */
  redis: Redis;
  /** For live news alone: waits and subscribes again while Redis is away. */
  subscriber: Redis;
  grader: Pick<GraderClient, 'grade' | 'run' | 'check' | 'ready'>;
  log: Logger;
  /** @default a registry of its own, with those of its process */
  metrics?: Metrics;
  /** @default the system's clock */
  now?: () => Date;
}

/** The quest subgraph with its rules, for those who run it in their own process. */
export interface QuestServer extends SubgraphServer {
  services: QuestServices;
}

/**
 * The quest subgraph as a value. `listen` also starts what it does beside answering: moving events, projecting
 * leaderboards, grading what was kept while the grader was away.
 */
export async function createServer(deps: QuestDeps): Promise<QuestServer> {
  const {
    env,
    connection,
    redis,
    subscriber,
    grader,
    log,
    metrics = createMetrics('quest'),
    now = () => new Date(),
  } = deps;
  const relay = createRelay({ connection, redis, producer: 'quest', log });
  const onGivenUp = observeWaiting(metrics.registry, () => services.attempts.countWaiting());
  const services = createServices({
    connection,
    redis,
    subscriber,
    grader,
    clock: { now, timeZone: env.PLATFORM_TIME_ZONE },
    log,
    deliverEvents: () => void relay.flush(),
    onGivenUp,
  });
  const consumer = createConsumer({
    connection,
    redis,
    group: 'quest-leaderboard',
    producers: ['quest'],
    handlers: services.projector.handlers,
    log,
  });
  const accountNews = createConsumer({
    connection,
    redis,
    group: playersGroup,
    producers: ['auth'],
    handlers: services.accountNews.handlers,
    log,
  });
  const pendingGrader = createPendingGrader({ attempts: services.attempts, isReady: () => grader.ready(), log });
  const server = await createSubgraphServer({
    name: 'quest',
    typeDefs,
    resolvers,
    ownerOf,
    createContext: createContext(services),
    dependencies: {
      mongo: { check: () => pingMongo(connection), required: true },
      // Rankings fall back on Mongo and events wait in the outbox.
      redis: { check: () => redis.ping(), required: false },
      // Code answers are kept and graded later.
      grader: { check: () => answering(grader), required: false },
    },
    keys: readServiceKeys(env, ['gateway>quest', 'rag>quest']),
    internalCalls: [
      disclosureCheck(services.disclosures),
      explanationsCall(services.explanations),
      standingCall(services.standings),
    ],
    redis,
    log,
    metrics,
    listen: { host: env.HOST, port: env.QUEST_PORT, opsHost: env.OPS_HOST, opsPort: env.OPS_PORT },
  });
  return {
    ...server,
    services,
    async listen(where) {
      await relay.start();
      await consumer.start();
      await accountNews.start();
      services.housekeeping.start();
      services.lateUnlocks.start();
      pendingGrader.start();
      return server.listen(where);
    },
    async close() {
      await server.close();
      await pendingGrader.stop();
      await services.lateUnlocks.stop();
      await services.housekeeping.stop();
      await accountNews.stop();
      await consumer.stop();
      await relay.stop();
    },
  };
}

async function answering(grader: Pick<GraderClient, 'ready'>): Promise<void> {
  if (!(await grader.ready())) throw new Error('the grader does not answer');
}
