import { Ollama } from 'ollama';
import { unitVector } from './vector-index.js';

/** Turns texts into vectors of unit length. */
export interface Embedder {
  readonly model: string;
  /**
   * Names the very model that answers now: another one under the same name has another identity, and vectors of the two
   * cannot be compared.
   * @throws Error when the server is away, or has no such model
   */
  identify(signal?: AbortSignal): Promise<string>;
  /**
   * One vector a text, in their order.
   * @throws TextsRefusedError when the server is there and does not take these texts; Error when server or model are away,
   * answer something else, or the signal ends it
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The server answered that it cannot embed these texts; one of them may be to blame, or the model. */
export class TextsRefusedError extends Error {
  override readonly name = 'TextsRefusedError';
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

    async identify(signal) {
      const { models } = await clientWith(signal).list();
      const found = models.find(({ name }) => name === model || name === `${model}:latest`);
      if (!found) throw new Error(`${new URL(url).host} has no model ${model}: ollama pull ${model}`);
      return `${model}@${found.digest}`;
    },

    async embed(texts, signal) {
      const options = threads === null ? {} : { options: { num_thread: threads } };
      const request = { model, input: [...texts], truncate: true, ...options };
      const { embeddings } = await clientWith(signal)
        .embed(request)
        .catch((error: unknown) => {
          throw isRefusal(error)
            ? new TextsRefusedError(`${model} does not take ${texts.length} texts`, { cause: error })
            : error;
        });
      if (embeddings.length !== texts.length)
        throw new Error(`${model} gave ${embeddings.length} vectors for ${texts.length} texts`);
      if (new Set(embeddings.map(({ length }) => length)).size > 1)
        throw new Error(`${model} gave vectors of different dimensions`);
      return embeddings.map(unitVector);
    },
  };

  /** The client's own abort does not reach a request that has no answer yet; a signal on each fetch does. */
  function clientWith(signal: AbortSignal | undefined): Ollama {
    return new Ollama({ host: url, fetch: (input, init) => fetch(input, { ...init, ...(signal && { signal }) }) });
  }
}

/**
 * An answer about what was sent, or a model that died of it; 404 is a model that is not pulled, 503 a server with too much to
 * do. The client does not export its error.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'status_code' in error && (error.status_code === 400 || error.status_code === 500);
}
