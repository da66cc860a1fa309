import type { LeaderboardResolvers } from '../../types.generated.js';

export const Leaderboard: LeaderboardResolvers = {};
