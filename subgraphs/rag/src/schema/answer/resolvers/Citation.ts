import type   { CitationResolvers } from './../../types.generated.js';
    export const Citation: CitationResolvers = {
    /* Implement Citation resolver logic here */
  };