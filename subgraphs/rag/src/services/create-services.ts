import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Registry } from 'prom-client';
import type { RagEnv } from '../env.js';
import { createModels } from '../models/index.js';
import { createAnswerCache } from './answering/answer-cache.js';
import { createAnswerMetrics } from './answering/answer-metrics.js';
import { createAnswering } from './answering/answering.js';
import { createAnswers } from './answering/answers.js';
import { createComposer } from './answering/composer.js';
import { createConversations } from './answering/conversations.js';
import { createGeneration } from './answering/generation.js';
import { createOllamaModel } from './answering/model.js';
import { createPassageSearch } from './answering/passage-search.js';
import { createTemplates } from './answering/templates.js';
import { createTurnstile } from './answering/turnstile.js';
import { createExplanations } from './explanations/explanations.js';
import { createQuestSource } from './explanations/quest-source.js';
import { createLearnerFocus } from './focus/learner-focus.js';
import { createUnansweredQuestions } from './gaps/unanswered-questions.js';
import { createAuthoring } from './indexing/authoring.js';
import { createDocuments } from './indexing/documents.js';
import { createIndexing } from './indexing/indexing.js';
import { createThreadReader } from './indexing/reading/thread-reader.js';
import { createDisclosureCheck } from './integrity/disclosure-check.js';
import { createIntegrity } from './integrity/integrity.js';
import { createLessonPassages } from './lesson/lesson-passages.js';
import { createAskers } from './privacy/askers.js';
import { createQuestionsExport } from './privacy/questions-export.js';
import { createAskQuest } from './quest-calls.js';
import { createQuotas, type QuotaLimits } from './quotas/quotas.js';
import { createEmbedder } from './retrieval/embedder.js';
import type { Vocabulary } from './retrieval/glossary.js';
import { createPassageIndex } from './retrieval/passage-index.js';
import { createPassageVectors } from './retrieval/passage-vectors.js';
import { createVectorStore } from './retrieval/vector-store.js';

/** What the services are made of. */
export interface ServiceDeps {
  env: RagEnv;
  connection: Connection;
  redis: Redis;
  log: Logger;
  /** For `rag>quest`. */
  keys: ServiceKeys;
  /** The words of `content/glossary`. */
  vocabulary: Vocabulary;
  /** Counts the times the embedding model could not be asked. */
  onEmbeddingUnavailable?: () => void;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
  /** Where measures are kept; left out, nowhere. */
  registry?: Registry;
}

/** All rules of this subgraph, wired together. */
export type RagServices = ReturnType<typeof createServices>;

/** Questions that may wait for the model; the next one is answered with quotations at once. */
const longestLine = 20;

/** Wires the services of this subgraph. */
export function createServices({
  env,
  connection,
  redis,
  log,
  keys,
  vocabulary,
  deliverEvents,
  onEmbeddingUnavailable,
  registry,
}: ServiceDeps) {
  const models = createModels(connection);
  const askQuest = createAskQuest({ url: env.QUEST_URL, keys });
  const outbox = createOutbox({ connection, producer: 'rag' });
  const vectors =
    env.OLLAMA_EMBED_MODEL === undefined
      ? null
      : createPassageVectors({
          embedder: createEmbedder({
            url: env.OLLAMA_URL,
            model: env.OLLAMA_EMBED_MODEL,
            threads: env.RAG_MODEL_THREADS ?? null,
          }),
          store: createVectorStore(models, env.OLLAMA_EMBED_MODEL),
          log,
          weight: env.RAG_VECTOR_WEIGHT,
          onUnavailable: onEmbeddingUnavailable,
        });
  const index = createPassageIndex({ models, vocabulary, log, vectors });
  const askers = createAskers(models);
  const focus = createLearnerFocus(models, askers);
  const templates = createTemplates(models);
  const model = createOllamaModel({
    url: env.OLLAMA_URL,
    model: env.OLLAMA_MODEL,
    threads: env.RAG_MODEL_THREADS ?? null,
    log,
  });
  const integrity = createIntegrity(createDisclosureCheck(askQuest));
  const answerMetrics = createAnswerMetrics(registry);
  const quotas = createQuotas({ redis, log, limits: quotaLimits(env), onRefusal: answerMetrics.refused });
  const composer = createComposer({
    models,
    index,
    focus,
    integrity,
    templates,
    model,
    cache: createAnswerCache({ redis, log }),
    generation: createGeneration({
      model,
      turnstile: createTurnstile({ atOnce: env.RAG_MODEL_PARALLEL, waiting: longestLine }),
    }),
  });
  const indexing = createIndexing({ connection, models, outbox, deliverEvents, read: createThreadReader() });
  const source = createQuestSource(askQuest);
  return {
    answering: createAnswering({
      connection,
      models,
      outbox,
      askers,
      composer,
      quotas,
      metrics: answerMetrics,
      patience: { askMs: env.RAG_ASK_TIMEOUT_MS, streamMs: env.RAG_STREAM_TIMEOUT_MS },
    }),
    answers: createAnswers(models),
    askers,
    conversations: createConversations({ connection, models, askers }),
    passageSearch: createPassageSearch({ index, integrity, quotas }),
    quotas,
    unansweredQuestions: createUnansweredQuestions(models),
    authoring: createAuthoring({ indexing, refresh: index.refresh }),
    documents: createDocuments(models),
    explanations: createExplanations({ source, indexing, models, log }),
    focus,
    index,
    lessonPassages: createLessonPassages(models),
    model,
    questionsExport: createQuestionsExport(models),
    templates,
    vectors,
  };
}

function quotaLimits(env: RagEnv): QuotaLimits {
  return {
    windowSeconds: env.RAG_LIMIT_WINDOW_SECONDS,
    questions: {
      LEARNER: env.RAG_ASK_LIMIT_LEARNER,
      AUTHOR: env.RAG_ASK_LIMIT_AUTHOR,
      ADMIN: env.RAG_ASK_LIMIT_ADMIN,
    },
    generations: {
      LEARNER: env.RAG_GENERATION_LIMIT_LEARNER,
      AUTHOR: env.RAG_GENERATION_LIMIT_AUTHOR,
      ADMIN: env.RAG_GENERATION_LIMIT_ADMIN,
    },
    searches: env.RAG_SEARCH_LIMIT,
  };
}
