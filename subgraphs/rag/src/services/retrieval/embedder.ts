import { Ollama } from 'ollama';
import { unitVector } from './vector-index.js';

/** Turns texts into vectors of unit length. */
export interface Embedder {
  readonly model: string;
  /**
   * One vector a text, in their order.
   * @throws Error when the server or the model is away, or the deadline or signal ends it
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** Where the model is, and how many threads it may take (null: as many as the server likes). */
export interface EmbedderOptions {
  url: string;
  model: string;
  threads: number | null;
}

/** An embedding model served by Ollama. */
export function createEmbedder({ url, model, threads }: EmbedderOptions): Embedder {
  return {
    model,
    async embed(texts, signal) {
      const client = new Ollama({
        host: url,
        // The client's own abort does not reach a request that has no answer yet; a signal on each fetch does.
        fetch: (input, init) => fetch(input, { ...init, ...(signal && { signal }) }),
      });
      const { embeddings } = await client.embed({
        model,
        input: [...texts],
        truncate: true,
        ...(threads !== null && { options: { num_thread: threads } }),
      });
      if (embeddings.length !== texts.length)
        throw new Error(`${model} gave ${embeddings.length} vectors for ${texts.length} texts`);
      return embeddings.map(unitVector);
    },
  };
}
