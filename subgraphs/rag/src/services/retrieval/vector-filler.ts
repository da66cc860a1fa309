import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@doctorpy/service-kit/logging';
import { embeddedText } from './embedded-text.js';
import { type Embedder, TextsRefusedError } from './embedder.js';
import type { EmbeddingLease } from './embedding-lease.js';
import type { Passage } from './engine.js';
import type { VectorStore } from './vector-store.js';

/** Makes the vectors that passages lack, one process of all replicas at a time. */
export interface VectorFiller {
  /** Makes what is missing for these passages, and no more for those before. */
  fill(passages: readonly Passage[]): void;
  /** Tells how many vectors of which model the index has taken. */
  taken(model: string | null, made: number): void;
  /** Whether passages are being embedded now, so that questions may have to wait. */
  isFilling(): boolean;
  /** Resolves when nothing is under way any more, after `stopping`. */
  ended(): Promise<void>;
}

/** What a filler works with. */
export interface VectorFillerDeps {
  embedder: Embedder;
  store: VectorStore;
  lease: EmbeddingLease;
  log: Logger;
  retryMs: number;
  stopping: AbortSignal;
  /** Names the very model that answers now. */
  identify: () => Promise<string>;
  /** Whether a question waits for its vector: learners go first. */
  isAsked: () => boolean;
  onBack: () => void;
  onAway: (error: unknown) => void;
  /** Hears when the index should take what there is. */
  onProgress: () => void;
}

/** Texts embedded in one request: a second or two for a small model, what a question may have to wait for, what a crash loses. */
const portion = 8;
/** Longer than any model that is worth waiting for takes for them, loading included. */
const portionTimeoutMs = 120_000;
/** The index takes what there is after so many, or half as many again as it has: each time it is built anew. */
const takenEvery = 1000;

/** Creates a filler. */
export function createVectorFiller(deps: VectorFillerDeps): VectorFiller {
  const { embedder, store, lease, log, retryMs, stopping, identify, isAsked, onBack, onAway, onProgress } = deps;
  let wanted: readonly Passage[] | null = null;
  let filling: Promise<void> | null = null;
  let embedding = false;
  let inUse: { model: string | null; made: number } = { model: null, made: 0 };
  let isLeft = false;
  let pruned: string | null = null;
  const refused = new Set<string>();

  return {
    fill(passages) {
      wanted = passages;
      filling ??= fillAll().finally(() => {
        filling = null;
      });
    },
    taken(model, made) {
      inUse = { model, made };
    },
    isFilling: () => embedding,
    async ended() {
      await filling;
    },
  };

  async function fillAll(): Promise<void> {
    while (wanted && !stopping.aborted) {
      const passages: readonly Passage[] = wanted;
      wanted = null;
      try {
        if (await fillOnce(passages)) continue;
      } catch (error) {
        if (stopping.aborted) return;
        onAway(error);
      }
      wanted ??= passages;
      await pause(retryMs, undefined, { signal: stopping, ref: false }).catch(() => undefined);
    }
  }

  /** @returns false when another process is at it, and this one should look again later */
  async function fillOnce(passages: readonly Passage[]): Promise<boolean> {
    const model = await identify();
    const total = new Set(passages.map(embeddedText)).size;
    const before = await store.missing(model, passages);
    if (before.every((text) => refused.has(keyOf(model, text)))) {
      await finish(model, passages, total - before.length);
      return true;
    }
    if (!(await lease.acquire(model))) {
      if (!isLeft) log.info({ model, missing: before.length }, 'embedding.left_to_another');
      isLeft = true;
      take(model, total - before.length);
      return false;
    }
    isLeft = false;
    const lost = new AbortController();
    const renewal = setInterval(() => {
      const renewed = lease.acquire(model).catch(() => true);
      void renewed.then((isOurs) => isOurs || lost.abort(new Error('another process took over')));
    }, lease.termMs / 3);
    embedding = true;
    try {
      // Whoever held the lease a moment ago may have made some of them.
      const texts = (await store.missing(model, passages)).filter((text) => !refused.has(keyOf(model, text)));
      const signal = AbortSignal.any([stopping, lost.signal]);
      if (await makeAll({ model, texts, already: total - texts.length, signal })) await finish(model, passages, total);
      return true;
    } finally {
      embedding = false;
      clearInterval(renewal);
      await lease.release(model).catch(() => undefined);
    }
  }

  /** @returns false when newer passages came meanwhile, which are more wanted than the rest of these */
  async function makeAll(work: { model: string; texts: readonly string[]; already: number; signal: AbortSignal }) {
    const { model, texts, already, signal } = work;
    log.info({ model, missing: texts.length }, 'embedding.started');
    let told = already;
    for (let at = 0; at < texts.length; at += portion) {
      while (isAsked()) await pause(10, undefined, { signal });
      const batch = texts.slice(at, at + portion);
      const made = await embed(model, batch, signal);
      const [kept, vectors] = [made.map(({ text }) => text), made.map(({ vector }) => vector)];
      await store.save(model, kept, vectors);
      onBack();
      const done = already + at + batch.length;
      if (done - told >= takenEvery) {
        log.info({ model, done, of: already + texts.length }, 'embedding.progress');
        told = done;
        take(model, done);
      }
      if (wanted && at + portion < texts.length) return false;
    }
    return true;
  }

  /** A text that the model does not take is left out, and the others of its request are not held up by it. */
  async function embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<Made[]> {
    try {
      const vectors = await embedder.embed(texts, AbortSignal.any([AbortSignal.timeout(portionTimeoutMs), signal]));
      return texts.flatMap((text, index) => {
        const vector = vectors[index];
        return vector ? [{ text, vector }] : [];
      });
    } catch (error) {
      const [only, ...others] = texts;
      if (!(error instanceof TextsRefusedError) || only === undefined) throw error;
      if (others.length === 0) {
        refused.add(keyOf(model, only));
        log.warn({ err: error, model, characters: only.length }, 'embedding.text_refused');
        return [];
      }
      const half = Math.ceil(texts.length / 2);
      const made = [
        ...(await embed(model, texts.slice(0, half), signal)),
        ...(await embed(model, texts.slice(half), signal)),
      ];
      if (made.length > 0) return made;
      // Not these texts: the model.
      for (const text of texts) refused.delete(keyOf(model, text));
      throw error;
    }
  }

  async function finish(model: string, passages: readonly Passage[], made: number): Promise<void> {
    if (inUse.model !== model || inUse.made < made) {
      const unneeded = await store.prune(model, passages);
      pruned = model;
      log.info({ model, made, pruned: unneeded }, 'embedding.finished');
      onProgress();
    } else if (pruned !== model) {
      await store.prune(model, passages);
      pruned = model;
    }
  }

  function take(model: string, made: number): void {
    const had = inUse.model === model ? inUse.made : 0;
    if (made - had >= Math.max(takenEvery, had / 2)) onProgress();
  }
}

interface Made {
  text: string;
  vector: Float32Array;
}

function keyOf(model: string, text: string): string {
  return `${model}\n${text}`;
}
