import { silentLogger } from '@doctorpy/service-kit/logging';
import type { Models } from '../../subgraphs/rag/src/models/index.js';
import { createEmbedder, type Embedder } from '../../subgraphs/rag/src/services/retrieval/embedder.js';
import { createEmbeddingLease } from '../../subgraphs/rag/src/services/retrieval/embedding-lease.js';
import { emptyVocabulary } from '../../subgraphs/rag/src/services/retrieval/glossary.js';
import { createPassageIndex, type PassageIndex } from '../../subgraphs/rag/src/services/retrieval/passage-index.js';
import { createPassageVectors } from '../../subgraphs/rag/src/services/retrieval/passage-vectors.js';
import { createVectorStore } from '../../subgraphs/rag/src/services/retrieval/vector-store.js';

/** A search with vectors, as one process of the service has it, which notices quickly. */
export interface SearchByMeaning {
  index: PassageIndex;
  stop(): Promise<unknown>;
}

/** @param parts.counting stands between the search and the model */
export function meaningOf(parts: {
  models: Models;
  url: string;
  model: string;
  counting?: (embedder: Embedder) => Embedder;
}): SearchByMeaning {
  const { models, url, model, counting = (embedder) => embedder } = parts;
  const log = silentLogger();
  const vectors = createPassageVectors({
    embedder: counting(createEmbedder({ url, model, threads: 1 })),
    store: createVectorStore(models),
    lease: createEmbeddingLease(models, 3000),
    log,
    weight: 0.3,
    retryMs: 200,
    patienceMs: 10_000,
    identifyEveryMs: 200,
  });
  const index = createPassageIndex({ models, vocabulary: emptyVocabulary, log, vectors });
  return { index, stop: () => Promise.all([vectors.stop(), index.stop()]) };
}
