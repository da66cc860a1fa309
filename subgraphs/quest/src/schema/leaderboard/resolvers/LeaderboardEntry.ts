import { pseudonymOf } from '../../../services/player/pseudonym.js';
import type { LeaderboardEntryResolvers } from '../../types.generated.js';

/** A line of a leaderboard. Of an anonymous player, nothing in it leads to the learner or to the lines they had before. */
export const LeaderboardEntry: LeaderboardEntryResolvers = {
  // Not the user's id: it also names players who stay anonymous.
  id: async ({ userId, rank }, _args, { loaders }) => {
    const { alias } = await loaders.appearances.load(userId);
    // Whoever left while the board was being read has none any more.
    return alias ?? (await loaders.playerIds.load(userId)) ?? `left-${rank}`;
  },
  // Players with a user bear their own name.
  name: async ({ userId }, _args, { loaders, caller }) => {
    const { alias } = await loaders.appearances.load(userId);
    return alias === null ? null : pseudonymOf(alias, caller.language);
  },
  user: async ({ userId }, _args, { loaders }) => {
    const { anonymous, hidden } = await loaders.appearances.load(userId);
    return anonymous || hidden ? null : { id: userId };
  },
};
