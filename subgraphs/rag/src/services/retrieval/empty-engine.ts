import type { RetrievalEngine } from './engine.js';

/** What stands in before the first index is built: nothing is found. */
export const emptyEngine: RetrievalEngine = {
  size: 0,
  version: -1,
  search: async () => ({ hits: [], confidence: 0, version: -1 }),
};
