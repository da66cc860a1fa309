import { createRelay } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createMetrics, type Metrics } from '@doctorpy/service-kit/metrics';
import { pingMongo } from '@doctorpy/service-kit/mongo';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { browserSessions } from './browser-session.js';
import { createContext } from './context.js';
import type { AuthEnv } from './env.js';
import { serveJwks } from './jwks.js';
import { createModels } from './models/index.js';
import { ownerOf } from './owners.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { createServices } from './services/create-services.js';
import { createRevocationIndex } from './services/revocation/revocation-index.js';
import { RETENTION_SECONDS } from './services/revocation/revocations.js';

/** What the auth subgraph runs on. Connections stay the caller's to close, after the server. */
export interface AuthDeps {
  env: AuthEnv;
  /** To this service's database, migrated. */
  connection: Connection;
  redis: Redis;
  log: Logger;
  /** @default a registry of its own, with those of its process */
  metrics?: Metrics;
  /** @default the system's clock */
  now?: () => Date;
}

/**
 * The auth subgraph as a value. `listen` also starts what it does beside answering: moving events, indexing revocations,
 * sending mails.
 */
export async function createServer(deps: AuthDeps): Promise<SubgraphServer> {
  const { env, connection, redis, log, metrics = createMetrics('auth'), now = () => new Date() } = deps;
  const relay = createRelay({ connection, redis, producer: 'auth', log });
  const revocationIndex = createRevocationIndex({
    models: createModels(connection),
    redis,
    retentionSeconds: RETENTION_SECONDS,
    now,
    log,
  });
  const services = await createServices({
    env,
    connection,
    redis,
    now,
    log,
    registry: metrics.registry,
    deliverEvents: () => {
      void revocationIndex.publish();
      void relay.flush();
    },
  });
  const server = await createSubgraphServer({
    name: 'auth',
    typeDefs,
    resolvers,
    ownerOf,
    createContext: createContext(services),
    plugins: [browserSessions()],
    dependencies: {
      mongo: { check: () => pingMongo(connection), required: true },
      redis: { check: () => redis.ping(), required: true },
    },
    openRoutes: (app) => serveJwks(app, services.signing),
    keys: readServiceKeys(env, ['gateway>auth']),
    redis,
    log,
    metrics,
    listen: { host: env.HOST, port: env.AUTH_PORT, opsHost: env.OPS_HOST, opsPort: env.OPS_PORT },
  });
  return {
    ...server,
    async listen(where) {
      await relay.start();
      // Before anybody can reach this service: gateways wait for the index to believe access tokens.
      await revocationIndex.start();
      services.mailing.start();
      services.dueDeletions.start();
      return server.listen(where);
    },
    async close() {
      await server.close();
      await revocationIndex.stop();
      services.signing.stop();
      await relay.stop();
      await services.dueDeletions.stop();
      await services.mailing.stop();
    },
  };
}
