import type   { SessionResolvers } from './../../types.generated.js';
    export const Session: SessionResolvers = {
    /* Implement Session resolver logic here */
  };