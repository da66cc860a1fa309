import type   { DocumentResolvers } from './../../types.generated.js';
    export const Document: DocumentResolvers = {
    /* Implement Document resolver logic here */
  };