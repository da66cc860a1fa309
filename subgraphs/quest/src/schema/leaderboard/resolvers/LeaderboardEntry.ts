import { present } from '../../../loaders.js';
import type { LeaderboardEntryResolvers } from '../../types.generated.js';

export const LeaderboardEntry: LeaderboardEntryResolvers = {
  // Not the user's id: it also names players who stay anonymous.
  id: async ({ userId }, _args, { loaders }) => present(await loaders.playerIds.load(userId), `learner ${userId}`),
  // A pseudonym, for players without a user; those with one bear their own name.
  name: () => null,
  user: ({ userId }) => ({ id: userId }),
};
