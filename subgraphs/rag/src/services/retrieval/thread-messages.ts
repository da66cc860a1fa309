import type { Passage, SearchOptions, SearchResult } from './engine.js';
import type { Vocabulary } from './glossary.js';

/** What an index thread is told: the passages in portions, then to build, then questions, then to forget it all. */
export type ToThread =
  | { kind: 'forget' }
  | { kind: 'passages'; passages: readonly Passage[] }
  | { kind: 'build'; version: number; vocabulary: Vocabulary; vectors: ThreadVectors | null }
  | {
      kind: 'search';
      id: number;
      query: string;
      options: SearchOptions;
      vector: Float32Array | null;
      vectorWeight: number;
    };

/** What an index thread says. */
export type FromThread =
  | { kind: 'built'; milliseconds: number; heapBytes: number }
  | { kind: 'found'; id: number; result: SearchResult }
  | { kind: 'failed'; id: number; reason: string };

/** Vectors of all passages in the order in which they were sent, of unit length; zeros where there is none. */
export interface ThreadVectors {
  rows: Float32Array;
  dimension: number;
}
