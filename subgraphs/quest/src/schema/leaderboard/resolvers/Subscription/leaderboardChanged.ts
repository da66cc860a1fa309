import type { QuestContext } from '../../../../context.js';
import type { LeaderboardView } from '../../../../services/leaderboard/leaderboard.js';
import type { SubscriptionResolvers } from '../../../types.generated.js';

export const leaderboardChanged: NonNullable<SubscriptionResolvers['leaderboardChanged']> = {
  subscribe: (_parent, args, { services, caller }) => services.leaderboardChanges({ ...args, viewerId: caller.userId }),
  resolve: (view: LeaderboardView, _args: unknown, { loaders }: QuestContext) => {
    loaders.forget();
    return view;
  },
};
