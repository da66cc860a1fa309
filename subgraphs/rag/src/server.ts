import type { GraderClient } from '@doctorpy/grader';
import { createConsumer, createLiveListener, createRelay } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createMetrics, type Metrics } from '@doctorpy/service-kit/metrics';
import { pingMongo } from '@doctorpy/service-kit/mongo';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { Counter } from 'prom-client';
import { createContext } from './context.js';
import type { RagEnv } from './env.js';
import { ownerOf } from './owners.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { createAnswerCacheMetrics } from './services/answering/cache-metrics.js';
import { createGenerationMetrics } from './services/answering/generation-metrics.js';
import { registerPendingAnswers } from './services/answering/pending-metrics.js';
import { createServices } from './services/create-services.js';
import { explanationsGroup } from './services/explanations/explanations.js';
import { focusGroup } from './services/focus/learner-focus.js';
import { readPhrasings } from './services/gist/phrasings.js';
import { askersGroup } from './services/privacy/askers.js';
import { readVocabulary } from './services/retrieval/glossary-files.js';

/** What the rag subgraph runs on. Connections stay the caller's to close, after the server. */
export interface RagDeps {
  env: RagEnv;
  /** To this service's database, migrated. */
  connection: Connection;
  redis: Redis;
  log: Logger;
  /** Reads the Python of generated answers; without one nobody does. The caller's to close. */
  grader?: Pick<GraderClient, 'check'>;
  /** @default a registry of its own, with those of its process */
  metrics?: Metrics;
}

/** Words of programming, for people to edit. */
const glossary = new URL('../content/glossary/', import.meta.url);

/** Ways to put one question in other words, for people to edit. */
const phrasings = new URL('../content/phrasings/', import.meta.url);

/**
 * The rag subgraph as a value. `listen` also starts what it does beside answering: keeping the passage index, moving
 * events, following quest's, looking out for the model.
 */
export async function createServer(deps: RagDeps): Promise<SubgraphServer> {
  const { env, connection, redis, log, metrics = createMetrics('rag') } = deps;
  const keys = readServiceKeys(env, ['gateway>rag', 'rag>quest']);
  const relay = createRelay({ connection, redis, producer: 'rag', log });
  const unavailable = new Counter({
    name: 'rag_embedding_unavailable_total',
    help: 'Times the embedding model could not be asked, and words alone decided',
    registers: [metrics.registry],
  });
  const cacheMetrics = createAnswerCacheMetrics(metrics.registry, () => services.answerCache.size());
  const services = createServices({
    env,
    connection,
    redis,
    log,
    keys,
    vocabulary: await readVocabulary(glossary),
    grader: deps.grader,
    generationMetrics: createGenerationMetrics(metrics.registry),
    phrasings: await readPhrasings(phrasings),
    onAnswerSource: cacheMetrics.count,
    onEmbeddingUnavailable: () => unavailable.inc(),
    deliverEvents: () => void relay.flush(),
    registry: metrics.registry,
  });
  registerPendingAnswers(metrics.registry, services.pendingAnswers);
  const { askers, explanations, focus, index, model } = services;
  const consumer = createConsumer({
    connection,
    redis,
    group: focusGroup,
    producers: ['quest'],
    handlers: focus.handlers,
    log,
  });
  const accountNews = createConsumer({
    connection,
    redis,
    group: askersGroup,
    producers: ['auth'],
    handlers: askers.handlers,
    log,
  });
  const listener = createLiveListener({
    redis,
    handlers: { DOCUMENT_INDEXED: index.nudge },
    onGap: index.nudge,
    log,
  });
  const publications = createConsumer({
    connection,
    redis,
    group: explanationsGroup,
    producers: ['quest'],
    handlers: explanations.handlers,
    log,
  });
  const server = await createSubgraphServer({
    name: 'rag',
    typeDefs,
    resolvers,
    ownerOf,
    createContext: createContext(services),
    dependencies: {
      mongo: { check: () => pingMongo(connection), required: true },
      // Answers go uncached, the index polls and events wait in the outbox.
      redis: { check: () => redis.ping(), required: false },
      // Questions are answered with quotations.
      model: { check: model.check, required: false },
      // Words alone find passages.
      ...(services.vectors && { embedding: { check: services.vectors.check, required: false } }),
    },
    keys,
    redis,
    log,
    metrics,
    listen: { host: env.HOST, port: env.RAG_PORT, opsHost: env.OPS_HOST, opsPort: env.OPS_PORT },
  });
  return {
    ...server,
    async listen(where) {
      await Promise.all([index.start(), model.start(), relay.start(), consumer.start(), accountNews.start()]);
      services.answerMover.start();
      explanations.start();
      await publications.start();
      // Without Redis there is nothing to hear: the index polls, and the listener joins when Redis comes back.
      listener.start().catch((err: unknown) => log.warn({ err }, 'live_listener.start_failed'));
      return server.listen(where);
    },
    async close() {
      await server.close();
      model.stop();
      services.makings.stop();
      // While its connections are open. What it cannot store then, another replica will.
      await services.answerMover.stop();
      await Promise.all([
        index.stop(),
        explanations.stop(),
        publications.stop(),
        services.vectors?.stop(),
        consumer.stop(),
        accountNews.stop(),
        listener.stop(),
        relay.stop(),
      ]);
    },
  };
}
