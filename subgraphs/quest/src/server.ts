import type { GraderClient } from '@doctorpy/grader';
import { type Consumer, createConsumer, createRelay, type Relay } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createSubgraphServer, type SubgraphOptions, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { contextFactory } from './context.js';
import { ownerOf } from './owners.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { createPendingGrader } from './services/attempt/pending-grader.js';
import type { Clock } from './services/clock.js';
import { createServices, type QuestServices } from './services/create-services.js';

/** What the quest subgraph runs on. Connections stay the caller's to close, after the server. */
export interface QuestServerDeps {
  connection: Connection;
  /** For commands: fails at once while Redis is away. */
  redis: Redis;
  /** For live news alone: waits and subscribes again while Redis is away. */
  subscriber: Redis;
  grader: Pick<GraderClient, 'compare' | 'ready'>;
  /** Keys for `gateway>quest`. */
  keys: ServiceKeys;
  clock: Clock;
  log: Logger;
  listen: SubgraphOptions<never>['listen'];
}

/** The quest subgraph. */
export interface QuestServer extends SubgraphServer {
  services: QuestServices;
  /** Moves its events; started by `listen`. */
  relay: Relay;
}

/**
 * The quest subgraph as a value, on a migrated database. `listen` also starts what it does beside answering: moving
 * events, projecting leaderboards, grading what was kept while the grader was away.
 */
export async function createServer(deps: QuestServerDeps): Promise<QuestServer> {
  const { connection, redis, subscriber, grader, keys, clock, log, listen } = deps;
  const relay = createRelay({ connection, redis, producer: 'quest', log });
  const services = createServices({
    connection,
    redis,
    subscriber,
    grader,
    clock,
    log,
    deliverEvents: () => void relay.flush(),
  });
  const consumer: Consumer = createConsumer({
    connection,
    redis,
    group: 'quest-leaderboard',
    producers: ['quest'],
    handlers: services.projector.handlers,
    log,
  });
  const pendingGrader = createPendingGrader({ attempts: services.attempts, isReady: () => grader.ready(), log });
  const server = await createSubgraphServer({
    name: 'quest',
    typeDefs,
    resolvers,
    ownerOf,
    createContext: contextFactory(services),
    dependencies: {
      mongo: { check: () => connection.asPromise().then((open) => open.db?.command({ ping: 1 })), required: true },
      // Rankings fall back on Mongo and events wait in the outbox.
      redis: { check: () => redis.ping(), required: false },
      // Code answers are kept and graded later.
      grader: { check: () => answering(grader), required: false },
    },
    keys,
    redis,
    log,
    listen,
  });
  return {
    ...server,
    services,
    relay,
    async listen() {
      await relay.start();
      await consumer.start();
      pendingGrader.start();
      return server.listen();
    },
    async close() {
      await server.close();
      await pendingGrader.stop();
      await consumer.stop();
      await relay.stop();
    },
  };
}

async function answering(grader: Pick<GraderClient, 'ready'>): Promise<void> {
  if (!(await grader.ready())) throw new Error('the grader does not answer');
}
