import type { Logger } from '@doctorpy/service-kit/logging';
import type { Embedder } from './embedder.js';
import type { EmbeddingLease } from './embedding-lease.js';
import type { Passage } from './engine.js';
import { createQuestionVectors } from './question-vectors.js';
import type { ThreadVectors } from './thread-messages.js';
import { createVectorFiller } from './vector-filler.js';
import type { VectorStore } from './vector-store.js';

/** Vectors of passages and questions, made by a model that may or may not be there. */
export interface PassageVectors {
  /** Share of the vectors in the score, from 0 to 1. */
  readonly weight: number;
  /** The question's vector of unit length; null when the model is away or too slow. Never throws. */
  ofQuestion(query: string): Promise<Float32Array | null>;
  /** Vectors of the passages as far as they are made, in the passages' order; null when there is none. */
  rowsOf(passages: readonly Passage[]): Promise<ThreadVectors | null>;
  /** Changes when there is more to take with `rowsOf`. */
  state(): number;
  /** Makes what is missing, beside everything else; what was made is kept, so that a restart goes on where it was. */
  fill(passages: readonly Passage[]): void;
  /** Hears when `state` has changed. */
  onProgress(listener: () => void): void;
  /** Resolves when the model is there; rejects with what is wrong. For health reports. */
  check(): Promise<void>;
  /** Ends what is under way; resolves when it has ended. */
  stop(): Promise<void>;
}

/** What vectors are made with. */
export interface PassageVectorsDeps {
  embedder: Embedder;
  store: VectorStore;
  lease: EmbeddingLease;
  log: Logger;
  weight: number;
  /** Counts the times the model could not be asked. */
  onUnavailable?: () => void;
  /** Milliseconds until a model that was away is tried again. @default 15000 */
  retryMs?: number;
  /** Milliseconds a question waits for its vector: after that words alone find quickly enough. @default 1000 */
  patienceMs?: number;
  /** Milliseconds between two looks whether the name still stands for the same model. @default 60000 */
  identifyEveryMs?: number;
}

/** Creates PassageVectors. The model is taken for absent until it has answered once. */
export function createPassageVectors(deps: PassageVectorsDeps): PassageVectors {
  const { embedder, store, log, weight, onUnavailable = () => undefined } = deps;
  const { retryMs = 15_000, patienceMs = 1000, identifyEveryMs = 60_000 } = deps;
  const questions = createQuestionVectors();
  const stopping = new AbortController();
  let state = 0;
  let available = true;
  let retryAt = 0;
  /** The model whose vectors are in use; null until it was asked. */
  let inUse: string | null = null;
  let questionsWaiting = 0;
  let tell: () => void = () => undefined;
  const filler = createVectorFiller({
    ...deps,
    retryMs,
    stopping: stopping.signal,
    identify,
    isAsked: () => questionsWaiting > 0,
    onBack: isBack,
    onAway: isAway,
    onProgress: progressed,
  });
  const timer = setInterval(() => void lookAgain(), identifyEveryMs);
  timer.unref();

  return {
    weight,
    state: () => state,
    fill: filler.fill,
    onProgress(listener) {
      tell = listener;
    },

    async rowsOf(passages) {
      const model = await identify().catch((error: unknown) => {
        isAway(error);
        return null;
      });
      const stored = model === null ? null : await store.rowsOf(model, passages);
      if (inUse !== model) questions.clear();
      inUse = stored && model;
      filler.taken(model, stored?.made ?? 0);
      return stored?.vectors ?? null;
    },

    ofQuestion(query) {
      return questions.of(query, async () => {
        if (inUse === null || (!available && Date.now() < retryAt)) return null;
        const patience = AbortSignal.timeout(patienceMs);
        questionsWaiting += 1;
        try {
          const [vector] = await embedder.embed([query], AbortSignal.any([patience, stopping.signal]));
          isBack();
          return vector ?? null;
        } catch (error) {
          // A server that embeds passages meanwhile is late, not away.
          if (!(patience.aborted && filler.isFilling())) isAway(error);
          return null;
        } finally {
          questionsWaiting -= 1;
        }
      });
    },

    async check() {
      await identify();
    },

    async stop() {
      stopping.abort();
      clearInterval(timer);
      await filler.ended();
    },
  };

  function identify(): Promise<string> {
    return embedder.identify(AbortSignal.any([AbortSignal.timeout(patienceMs), stopping.signal]));
  }

  /** Somebody may have pulled another model under the same name. */
  async function lookAgain(): Promise<void> {
    if (inUse === null) return;
    const model = await identify().catch(() => null);
    if (model === null || model === inUse) return;
    log.info({ model: embedder.model, before: inUse, now: model }, 'embedding.model_changed');
    progressed();
  }

  function progressed(): void {
    state += 1;
    tell();
  }

  function isBack(): void {
    if (!available) log.info({ model: embedder.model }, 'embedding.available');
    available = true;
  }

  /** Said once for each absence. */
  function isAway(err: unknown): void {
    if (stopping.signal.aborted) return;
    onUnavailable();
    retryAt = Date.now() + retryMs;
    if (available) {
      log.warn({ err, model: embedder.model, fix: `ollama pull ${embedder.model}` }, 'embedding.unavailable');
    }
    available = false;
  }
}
