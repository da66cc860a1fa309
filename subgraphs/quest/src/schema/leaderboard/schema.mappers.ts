export type { RankedLine as LeaderboardEntryMapper } from '../../services/leaderboard/board.js';
export type { LeaderboardView as LeaderboardMapper } from '../../services/leaderboard/leaderboard.js';
