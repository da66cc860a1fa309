import type   { ScoredPassageResolvers } from './../../types.generated.js';
    export const ScoredPassage: ScoredPassageResolvers = {
    /* Implement ScoredPassage resolver logic here */
  };