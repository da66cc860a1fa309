import { createHash } from 'node:crypto';
import type { Models } from '../../models/index.js';
import { embeddedText } from './embedded-text.js';
import type { Passage } from './engine.js';
import type { ThreadVectors } from './thread-messages.js';

/**
 * Keeps vectors by model and by the text they were made from: what did not change is never made again. `model` names the very
 * model (`Embedder.identify`).
 */
export interface VectorStore {
  /** The vectors of the passages, in their order, zeros where there is none; null when there is none at all. */
  rowsOf(model: string, passages: readonly Passage[]): Promise<StoredVectors | null>;
  /** Texts of the passages that have no vector yet, each once. */
  missing(model: string, passages: readonly Passage[]): Promise<string[]>;
  save(model: string, texts: readonly string[], vectors: readonly Float32Array[]): Promise<void>;
  /** Removes what no passage needs any more: vectors of texts that are gone and of other models. */
  prune(model: string, passages: readonly Passage[]): Promise<number>;
}

/** Vectors for the index, made from so many different texts. */
export interface StoredVectors {
  vectors: ThreadVectors;
  made: number;
}

/** Keys asked for in one query. */
const portion = 500;

/** A store in MongoDB. */
export function createVectorStore({ passageVectors }: Pick<Models, 'passageVectors'>): VectorStore {
  return {
    async rowsOf(model, passages) {
      const places = new Map<string, number[]>();
      passages.forEach((passage, place) => {
        const key = keyOf(model, embeddedText(passage));
        places.set(key, [...(places.get(key) ?? []), place]);
      });
      let rows: Float32Array | null = null;
      let dimension = 0;
      let made = 0;
      for await (const found of inPortions([...places.keys()])) {
        dimension ||= found.dimension;
        if (found.dimension !== dimension) continue;
        rows ??= new Float32Array(passages.length * dimension);
        const vector = numbersOf(found.vector);
        made += 1;
        for (const place of places.get(found._id) ?? []) rows.set(vector, place * dimension);
      }
      return rows && { vectors: { rows, dimension }, made };
    },

    async missing(model, passages) {
      const texts = new Map(passages.map((passage) => [keyOf(model, embeddedText(passage)), embeddedText(passage)]));
      for (let at = 0, keys = [...texts.keys()]; at < keys.length; at += portion) {
        const known = await passageVectors.find({ _id: { $in: keys.slice(at, at + portion) } }, { _id: 1 }).lean();
        for (const { _id } of known) texts.delete(_id);
      }
      return [...texts.values()];
    },

    async save(model, texts, vectors) {
      const writes = texts.flatMap((text, index) => {
        const vector = vectors[index];
        if (!vector) return [];
        const _id = keyOf(model, text);
        const record = { _id, model, dimension: vector.length, vector: Buffer.from(vector.buffer.slice(0)) };
        return [{ replaceOne: { filter: { _id }, replacement: record, upsert: true } }];
      });
      if (writes.length > 0) await passageVectors.bulkWrite(writes, { ordered: false });
    },

    async prune(model, passages) {
      const needed = new Set(passages.map((passage) => keyOf(model, embeddedText(passage))));
      const stored = await passageVectors.find({}, { _id: 1 }).lean();
      const unused = stored.flatMap(({ _id }) => (needed.has(_id) ? [] : [_id]));
      for (let at = 0; at < unused.length; at += portion) {
        await passageVectors.deleteMany({ _id: { $in: unused.slice(at, at + portion) } });
      }
      return unused.length;
    },
  };

  async function* inPortions(keys: readonly string[]) {
    for (let at = 0; at < keys.length; at += portion) {
      yield* await passageVectors.find({ _id: { $in: keys.slice(at, at + portion) } }).lean();
    }
  }
}

function keyOf(model: string, text: string): string {
  return createHash('sha256').update(`${model}\n${text}`).digest('base64url');
}

/** Buffers of a database reply share memory and may begin anywhere: numbers must begin at a multiple of four. */
function numbersOf(bytes: Buffer | { buffer: Buffer }): Float32Array {
  const buffer = Buffer.isBuffer(bytes) ? bytes : bytes.buffer;
  return new Float32Array(Uint8Array.from(buffer).buffer);
}
