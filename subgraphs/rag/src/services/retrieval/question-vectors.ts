import { LRUCache } from 'lru-cache';

/** Vectors of questions, remembered for as long as the model that made them is in use. */
export interface QuestionVectors {
  /** @returns what is remembered, else what `make` gives */
  of(query: string, make: () => Promise<Float32Array | null>): Promise<Float32Array | null>;
  /** Forgets all. */
  clear(): void;
}

/** A few megabytes, and learners ask the same things. */
const mostRemembered = 1000;

/** Remembers the vectors of the questions that were asked last; asked twice at once, a question is embedded once. */
export function createQuestionVectors(): QuestionVectors {
  const known = new LRUCache<string, Float32Array>({ max: mostRemembered });
  const underWay = new Map<string, Promise<Float32Array | null>>();
  let generation = 0;

  return {
    async of(query, make) {
      const remembered = known.get(query);
      if (remembered) return remembered;
      const making = underWay.get(query);
      if (making) return making;
      const asked = generation;
      const vector = make().finally(() => {
        if (underWay.get(query) === vector) underWay.delete(query);
      });
      underWay.set(query, vector);
      const made = await vector;
      if (made && asked === generation) known.set(query, made);
      return made;
    },
    clear() {
      generation += 1;
      known.clear();
      underWay.clear();
    },
  };
}
