import type   { LeaderboardEntryResolvers } from './../../types.generated.js';
    export const LeaderboardEntry: LeaderboardEntryResolvers = {
    /* Implement LeaderboardEntry resolver logic here */
  };