import { createConsumer, createLiveListener, createOutbox, createRelay } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { createContext, type Services } from './context.js';
import type { RagEnv } from './env.js';
import { createModels } from './models/index.js';
import { ownerOf } from './owners.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { createAnswerCache } from './services/answering/answer-cache.js';
import { createAnswering } from './services/answering/answering.js';
import { createAnswers } from './services/answering/answers.js';
import { createComposer } from './services/answering/composer.js';
import { createGeneration } from './services/answering/generation.js';
import { createOllamaModel } from './services/answering/model.js';
import { createTemplates } from './services/answering/templates.js';
import { createTurnstile } from './services/answering/turnstile.js';
import { createLearnerFocus, focusGroup } from './services/focus/learner-focus.js';
import { createAuthoring } from './services/indexing/authoring.js';
import { createDocuments } from './services/indexing/documents.js';
import { createIndexing } from './services/indexing/indexing.js';
import { createPassageIndex } from './services/retrieval/passage-index.js';

/** What the subgraph is built from; its owner closes the connections after the server. */
export interface ServerDeps {
  env: RagEnv;
  /** To this service's database, migrated. */
  connection: Connection;
  redis: Redis;
  log: Logger;
}

/** Questions that may wait for the model; the next one is answered with quotations at once. */
const longestLine = 20;

/**
 * The rag subgraph as a value: `listen()` also starts what runs beside requests (the passage index, the event relay, the
 * consumer of quest events, the look-out for the model), `close()` ends all of it.
 */
export async function createServer({ env, connection, redis, log }: ServerDeps): Promise<SubgraphServer> {
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'rag' });
  const relay = createRelay({ connection, redis, producer: 'rag', log });
  const index = createPassageIndex({ models, log });
  const focus = createLearnerFocus(models);
  const templates = createTemplates(models);
  const model = createOllamaModel({
    url: env.OLLAMA_URL,
    model: env.OLLAMA_MODEL,
    threads: env.RAG_MODEL_THREADS ?? null,
    log,
  });
  const composer = createComposer({
    models,
    index,
    focus,
    templates,
    model,
    cache: createAnswerCache({ redis, log }),
    generation: createGeneration({
      model,
      turnstile: createTurnstile({ atOnce: env.RAG_MODEL_PARALLEL, waiting: longestLine }),
    }),
  });
  const indexing = createIndexing({ connection, models, outbox, onChange: () => void relay.flush() });
  const services: Services = {
    answering: createAnswering({
      connection,
      models,
      outbox,
      composer,
      patience: { askMs: env.RAG_ASK_TIMEOUT_MS, streamMs: env.RAG_STREAM_TIMEOUT_MS },
    }),
    answers: createAnswers(models),
    authoring: createAuthoring({ indexing, refresh: index.refresh }),
    documents: createDocuments(models),
    index,
    templates,
  };
  const consumer = createConsumer({
    connection,
    redis,
    group: focusGroup,
    producers: ['quest'],
    handlers: focus.handlers,
    log,
  });
  const listener = createLiveListener({
    redis,
    handlers: { DOCUMENT_INDEXED: index.nudge },
    onGap: index.nudge,
    log,
  });
  const server = await createSubgraphServer({
    name: 'rag',
    typeDefs,
    resolvers,
    ownerOf,
    createContext: createContext(services),
    dependencies: {
      mongo: { check: async () => connection.db?.command({ ping: 1 }), required: true },
      redis: { check: () => redis.ping(), required: false },
      model: { check: model.check, required: false },
    },
    keys: readServiceKeys(env, ['gateway>rag']),
    redis,
    log,
    listen: { host: env.HOST, port: env.RAG_PORT, opsHost: env.OPS_HOST, opsPort: env.OPS_PORT },
  });

  return {
    ...server,
    async listen() {
      await Promise.all([index.start(), model.start(), relay.start(), consumer.start()]);
      // Without Redis there is nothing to hear: the index polls, and the listener joins when Redis comes back.
      listener.start().catch((err: unknown) => log.warn({ err }, 'live_listener.start_failed'));
      return server.listen();
    },
    async close() {
      await server.close();
      index.stop();
      model.stop();
      await Promise.all([consumer.stop(), listener.stop(), relay.stop()]);
    },
  };
}
