import type { Logger } from '@doctorpy/service-kit/logging';
import type { Embedder } from './embedder.js';
import type { Passage } from './engine.js';
import type { ThreadVectors } from './thread-messages.js';
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
  /** Ends what is under way; resolves when it has ended. */
  stop(): Promise<void>;
}

/** What vectors are made with. */
export interface PassageVectorsDeps {
  embedder: Embedder;
  store: VectorStore;
  log: Logger;
  weight: number;
  /** Counts the times the model could not be asked. */
  onUnavailable?: () => void;
  /** Milliseconds until a model that was away is tried again. @default 15000 */
  retryMs?: number;
  /** Milliseconds a question waits for its vector: after that words alone find quickly enough. @default 1000 */
  patienceMs?: number;
}

/** Texts embedded in one request: a second or two for a small model, and what a crash loses. */
const portion = 16;

/** Vectors after which the index takes what there is. */
const takenEvery = 1000;

/** Questions whose vectors are remembered: a few megabytes, and learners ask the same things. */
const rememberedQuestions = 1000;

/** Creates PassageVectors. The model is taken for absent until it has answered once. */
export function createPassageVectors(deps: PassageVectorsDeps): PassageVectors {
  const { embedder, store, log, weight, onUnavailable = () => undefined, retryMs = 15_000, patienceMs = 1000 } = deps;
  const questions = new Map<string, Float32Array>();
  const stopping = new AbortController();
  let state = 0;
  let available = true;
  let retryAt = 0;
  let wanted: readonly Passage[] | null = null;
  let filling: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let tell: () => void = () => undefined;

  return {
    weight,
    state: () => state,
    rowsOf: (passages) => store.rowsOf(passages),
    onProgress(listener) {
      tell = listener;
    },

    async ofQuestion(query) {
      const known = questions.get(query);
      if (known) {
        // Put last again: the first is the one that is forgotten.
        questions.delete(query);
        questions.set(query, known);
        return known;
      }
      if (state === 0 || (!available && Date.now() < retryAt)) return null;
      try {
        const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), stopping.signal]);
        const [vector] = await embedder.embed([query], signal);
        if (!vector) return null;
        isBack();
        questions.set(query, vector);
        const [oldest] = questions.keys();
        if (questions.size > rememberedQuestions && oldest !== undefined) questions.delete(oldest);
        return vector;
      } catch (error) {
        isAway(error);
        return null;
      }
    },

    fill(passages) {
      wanted = passages;
      filling ??= fillAll().finally(() => {
        filling = null;
      });
    },

    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await filling;
    },
  };

  async function fillAll(): Promise<void> {
    while (wanted && !stopping.signal.aborted) {
      const passages = wanted;
      wanted = null;
      try {
        await fillOnce(passages);
      } catch (error) {
        if (stopping.signal.aborted) return;
        isAway(error);
        wanted ??= passages;
        await new Promise<void>((resolve) => {
          timer = setTimeout(resolve, retryMs);
          timer.unref();
          stopping.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
  }

  async function fillOnce(passages: readonly Passage[]): Promise<void> {
    const texts = await store.missing(passages);
    if (texts.length > 0) log.info({ model: embedder.model, missing: texts.length }, 'embedding.started');
    for (let at = 0; at < texts.length; at += portion) {
      const batch = texts.slice(at, at + portion);
      await store.save(batch, await embedder.embed(batch, stopping.signal));
      isBack();
      const done = at + batch.length;
      if (done % takenEvery < portion) {
        log.info({ model: embedder.model, done, of: texts.length }, 'embedding.progress');
        progressed();
      }
      // Newer passages are more wanted than the rest of these.
      if (wanted) return;
    }
    if (texts.length === 0 && state > 0) return;
    const pruned = await store.prune(passages);
    log.info({ model: embedder.model, made: texts.length, pruned }, 'embedding.finished');
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
