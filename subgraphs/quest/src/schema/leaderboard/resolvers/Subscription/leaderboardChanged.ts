
        import type   { SubscriptionResolvers } from './../../../types.generated.js';
        export const leaderboardChanged: NonNullable<SubscriptionResolvers['leaderboardChanged']> = {
      subscribe: async (_parent, _arg, _ctx) => { /* Implement Subscription.leaderboardChanged resolver logic here */ },
    }