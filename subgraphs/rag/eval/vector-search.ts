import { embeddedText } from '../src/services/retrieval/embedded-text.js';
import { createEmbedder } from '../src/services/retrieval/embedder.js';
import type { LexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { createVectorIndex, type VectorIndex } from '../src/services/retrieval/vector-index.js';
import type { CorpusPassage, EvalQuery } from './corpus.js';
import { evaluate } from './evaluate.js';
import { qualityOf } from './measures.js';
import { seededRandom } from './typos.js';
import { openVectorCache } from './vector-cache.js';

/** Vectors of a corpus, made by the Ollama of `OLLAMA_URL` with the model `OLLAMA_EMBED_MODEL`. */
export interface VectorSearch {
  index: VectorIndex;
  ofQuestion(query: string): Promise<Float32Array | null>;
}

/**
 * Embeds a corpus, or what a run before has not. @throws Error when no model is named, or it cannot be asked
 */
export async function openVectorSearch(
  corpus: readonly CorpusPassage[],
  say: (line: string) => void,
): Promise<VectorSearch> {
  const { OLLAMA_URL: url = 'http://127.0.0.1:11434', OLLAMA_EMBED_MODEL: model } = process.env;
  if (!model) throw new Error('Name an embedding model of Ollama in OLLAMA_EMBED_MODEL.');
  const embedder = createEmbedder({ url, model, threads: Number(process.env.RAG_MODEL_THREADS) || null });
  const cache = await openVectorCache(await embedder.identify());
  const texts = corpus.map(embeddedText);
  const missing = [...new Set(texts)].filter((text) => !cache.get(text));
  if (missing.length > 0) say(`embedding ${missing.length} of ${texts.length} passages, the others are kept …`);
  for (let at = 0; at < missing.length; at += portion) {
    await embedAll(missing.slice(at, at + portion));
    if (at % (20 * portion) === 0) say(`embedded ${at} of ${missing.length}`);
  }
  const vectors = texts.map((text) => cache.get(text) ?? new Float32Array());
  const dimension = vectors[0]?.length ?? 0;
  const rows = new Float32Array(vectors.length * dimension);
  for (const [place, vector] of vectors.entries()) rows.set(vector, place * dimension);
  return { index: createVectorIndex(rows, dimension), ofQuestion };

  async function ofQuestion(query: string): Promise<Float32Array | null> {
    if (!cache.get(query)) await embedAll([query]);
    return cache.get(query) ?? null;
  }

  async function embedAll(texts: readonly string[]): Promise<void> {
    await cache.add(texts, await embedder.embed(texts, AbortSignal.timeout(portionTimeoutMs)));
  }
}

/**
 * The weight of vectors that is best for questions which took no part in choosing it: five times it is chosen on four fifths
 * and judged on the last. Returns the weight chosen on all questions, and the nDCG that held-out choice gave.
 */
export async function tuneVectorWeight(
  engine: LexicalEngine,
  vectors: VectorSearch,
  corpus: readonly CorpusPassage[],
  queries: readonly EvalQuery[],
): Promise<{ best: number; heldOutNdcgAt10: number; byWeight: Record<string, number> }> {
  const ranks = new Map<number, (number | null)[]>();
  for (const vectorWeight of weights) {
    const search = async (query: string, limit: number) =>
      engine.search(query, { limit, nearest: true }, { vector: await vectors.ofQuestion(query), vectorWeight });
    ranks.set(
      vectorWeight,
      (await evaluate(search, corpus, queries)).map(({ rank }) => rank),
    );
  }
  const random = seededRandom(7);
  const folds = queries.map(() => Math.floor(random() * 5));
  const ndcg = (weight: number, isIn: (fold: number) => boolean) =>
    qualityOf((ranks.get(weight) ?? []).filter((_, index) => isIn(folds[index] ?? 0))).ndcgAt10;
  const bestFor = (isIn: (fold: number) => boolean) =>
    weights.reduce((best, weight) => (ndcg(weight, isIn) > ndcg(best, isIn) ? weight : best), 0);
  const heldOut = queries.map((_, index) => {
    const fold = folds[index] ?? 0;
    return ranks.get(bestFor((other) => other !== fold))?.[index] ?? null;
  });
  return {
    best: bestFor(() => true),
    heldOutNdcgAt10: qualityOf(heldOut).ndcgAt10,
    byWeight: Object.fromEntries(weights.map((weight) => [weight, ndcg(weight, () => true)])),
  };
}

/** Texts in one request: enough to keep a model busy, few enough to see progress. */
const portion = 16;
/** Longer than a machine without a graphics card takes for them with a large model. */
const portionTimeoutMs = 300_000;
const weights = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
