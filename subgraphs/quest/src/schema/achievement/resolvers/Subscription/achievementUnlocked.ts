
        import type   { SubscriptionResolvers } from './../../../types.generated.js';
        export const achievementUnlocked: NonNullable<SubscriptionResolvers['achievementUnlocked']> = {
      subscribe: async (_parent, _arg, _ctx) => { /* Implement Subscription.achievementUnlocked resolver logic here */ },
    }