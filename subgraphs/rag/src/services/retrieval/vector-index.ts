import { topOf } from './top-of.js';

/** A passage near a question in meaning. */
export interface SemanticHit {
  place: number;
  /** Cosine, from -1 to 1. */
  similarity: number;
}

/** The vectors of a fixed set of passages. */
export interface VectorIndex {
  /** The nearest passages that fit, best first. */
  nearest(vector: Float32Array, fits: (place: number) => boolean): SemanticHit[];
}

/** As many as words give: the two lists are joined. */
const looked = 100;

/**
 * An index by comparison with every vector: exact, and a few milliseconds for ten thousand of them.
 * @param rows vectors of unit length one after another, by the passages' places; a row of zeros stands for none
 */
export function createVectorIndex(rows: Float32Array, dimension: number): VectorIndex {
  const count = Math.floor(rows.length / dimension);
  return {
    nearest(vector, fits) {
      if (vector.length !== dimension) return [];
      const similarities = new Float32Array(count);
      for (let place = 0; place < count; place++) {
        let sum = 0;
        const start = place * dimension;
        for (let at = 0; at < dimension; at++) sum += (rows[start + at] ?? 0) * (vector[at] ?? 0);
        similarities[place] = sum;
      }
      const places = topOf(count, looked, (place) => (fits(place) ? (similarities[place] ?? 0) : 0));
      return places.map((place) => ({ place, similarity: similarities[place] ?? 0 }));
    },
  };
}

/** The vector divided by its length, so that products are cosines; zeros stay zeros. */
export function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length));
}
