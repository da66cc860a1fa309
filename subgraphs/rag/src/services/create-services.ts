import type { GraderClient } from '@doctorpy/grader';
import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createStamps } from '@doctorpy/service-kit/standing';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Registry } from 'prom-client';
import type { RagEnv } from '../env.js';
import { createModels } from '../models/index.js';
import { createAbstaining } from './answering/abstaining.js';
import { createAnswerCache } from './answering/answer-cache.js';
import { createAnswerMetrics } from './answering/answer-metrics.js';
import { createAnswerMover } from './answering/answer-mover.js';
import { createAnswering } from './answering/answering.js';
import { createAnswers } from './answering/answers.js';
import { createComposer } from './answering/composer.js';
import { createConversations } from './answering/conversations.js';
import { createGeneration } from './answering/generation.js';
import { type GenerationMetrics, silentGenerationMetrics } from './answering/generation-metrics.js';
import { createMakings } from './answering/makings.js';
import { createOllamaModel } from './answering/model.js';
import { createPassageSearch } from './answering/passage-search.js';
import { createPendingAnswers } from './answering/pending-answers.js';
import { createPythonCheck } from './answering/python-check.js';
import { type AnswerSource, createSharing } from './answering/sharing.js';
import { createSources } from './answering/sources.js';
import { createTemplates } from './answering/templates.js';
import { createTurnstile } from './answering/turnstile.js';
import { createExplanations } from './explanations/explanations.js';
import { createQuestSource } from './explanations/quest-source.js';
import { createSettledQuestions } from './explanations/settled-questions.js';
import { createLearnerFocus } from './focus/learner-focus.js';
import { createRatedAnswers } from './gaps/rated-answers.js';
import { createUnansweredQuestions } from './gaps/unanswered-questions.js';
import { createGist } from './gist/gist.js';
import type { Phrasings } from './gist/phrasings.js';
import { createAuthoring } from './indexing/authoring.js';
import { createDocuments } from './indexing/documents.js';
import { createIndexing } from './indexing/indexing.js';
import { createThreadReader } from './indexing/reading/thread-reader.js';
import { createDisclosureCheck } from './integrity/disclosure-check.js';
import { createIntegrity } from './integrity/integrity.js';
import { createQuestWord } from './integrity/quest-word.js';
import { createWordMetrics } from './integrity/word-metrics.js';
import { createLessonPassages } from './lesson/lesson-passages.js';
import { createAskers } from './privacy/askers.js';
import { createQuestionsExport } from './privacy/questions-export.js';
import { createAskQuest } from './quest-calls.js';
import { createQuotas, type QuotaLimits } from './quotas/quotas.js';
import { createEmbedder } from './retrieval/embedder.js';
import { createEmbeddingLease } from './retrieval/embedding-lease.js';
import { createGlossary, type Vocabulary } from './retrieval/glossary.js';
import { createPassageIndex } from './retrieval/passage-index.js';
import { createPassageVectors } from './retrieval/passage-vectors.js';
import { createVectorStore } from './retrieval/vector-store.js';
import { createPromptPreview } from './templates/prompt-preview.js';
import { createTemplateAuthoring } from './templates/template-authoring.js';

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
  /** Reads the Python of generated answers; left out, nobody does. */
  grader?: Pick<GraderClient, 'check'> | undefined;
  generationMetrics?: GenerationMetrics;
  /** Those of `content/phrasings`. */
  phrasings: Phrasings;
  /** Counts how questions came by their answers. */
  onAnswerSource?: (source: AnswerSource) => void;
  /** Counts the times the embedding model could not be asked. */
  onEmbeddingUnavailable?: () => void;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
  /** Where measures are kept; left out, nowhere. */
  registry?: Registry;
}

/** All rules of this subgraph, wired together. */
export type RagServices = ReturnType<typeof createServices>;

/** Wires the services of this subgraph. */
export function createServices({
  env,
  connection,
  redis,
  log,
  keys,
  vocabulary,
  phrasings,
  onAnswerSource,
  deliverEvents,
  grader,
  generationMetrics = silentGenerationMetrics,
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
          store: createVectorStore(models),
          lease: createEmbeddingLease(models),
          log,
          weight: env.RAG_VECTOR_WEIGHT,
          onUnavailable: onEmbeddingUnavailable,
        });
  const index = createPassageIndex({ models, vocabulary, log, vectors });
  const askers = createAskers(models);
  const stamps = createStamps({ redis, log });
  const focus = createLearnerFocus({ models, askers, stamps });
  const pending = createPendingAnswers({ redis, log });
  const mover = createAnswerMover({ connection, models, outbox, askers, pending, log });
  const templates = createTemplates(models);
  const templateAuthoring = createTemplateAuthoring({ connection, models, log });
  const model = createOllamaModel({
    url: env.OLLAMA_URL,
    model: env.OLLAMA_MODEL,
    threads: env.RAG_MODEL_THREADS ?? null,
    log,
    firstTokenMs: env.RAG_FIRST_TOKEN_TIMEOUT_MS,
    nextTokenMs: env.RAG_NEXT_TOKEN_TIMEOUT_MS,
  });
  const questWord = createQuestWord({ askQuest, stamps, onSource: createWordMetrics(registry) });
  const integrity = createIntegrity(createDisclosureCheck(askQuest), questWord);
  const answerMetrics = createAnswerMetrics(registry);
  const quotas = createQuotas({ redis, log, limits: quotaLimits(env), onRefusal: answerMetrics.refused });
  const answerCache = createAnswerCache({ redis, log, gist: createGist(phrasings) });
  const makings = createMakings({ redis, log });
  const sources = createSources(models);
  const composer = createComposer({
    sources,
    abstaining: createAbstaining(sources),
    index,
    focus,
    integrity,
    settledQuestions: createSettledQuestions(questWord),
    publicUrl: env.PUBLIC_URL ?? null,
    templates,
    model,
    cache: answerCache,
    sharing: createSharing({ cache: answerCache, makings, ...(onAnswerSource && { onSource: onAnswerSource }) }),
    generation: createGeneration({
      model,
      turnstile: createTurnstile({
        atOnce: env.RAG_MODEL_PARALLEL,
        waiting: env.RAG_MODEL_QUEUE,
        waitingEach: env.RAG_MODEL_QUEUE_PER_LEARNER,
        onLength: generationMetrics.lineIs,
      }),
      glossary: createGlossary(vocabulary.entries),
      ...(grader && { python: createPythonCheck(grader) }),
      dropDoubtful: env.RAG_DOUBTFUL_SENTENCES === 'drop',
      metrics: generationMetrics,
    }),
  });
  const indexing = createIndexing({ connection, models, outbox, deliverEvents, read: createThreadReader() });
  const source = createQuestSource(askQuest);
  return {
    answering: createAnswering({
      connection,
      redis,
      models,
      outbox,
      askers,
      mover,
      composer,
      quotas,
      metrics: answerMetrics,
      patience: { askMs: env.RAG_ASK_TIMEOUT_MS, streamMs: env.RAG_STREAM_TIMEOUT_MS },
    }),
    answerCache,
    answerMover: mover,
    answers: createAnswers({ models, mover }),
    askers,
    conversations: createConversations({ connection, models, askers, mover }),
    pendingAnswers: pending,
    passageSearch: createPassageSearch({ index, integrity, quotas }),
    quotas,
    ratedAnswers: createRatedAnswers(models),
    unansweredQuestions: createUnansweredQuestions(models),
    authoring: createAuthoring({ indexing, models, refresh: index.refresh }),
    documents: createDocuments(models),
    explanations: createExplanations({ source, indexing, models, stamps, log }),
    focus,
    index,
    lessonPassages: createLessonPassages(models),
    makings,
    model,
    previewPrompt: createPromptPreview({ engine: index.current, templates, authoring: templateAuthoring }),
    questionsExport: createQuestionsExport({ models, mover }),
    templateAuthoring,
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
