
        import type   { SubscriptionResolvers } from './../../../types.generated.js';
        export const answerStream: NonNullable<SubscriptionResolvers['answerStream']> = {
      subscribe: async (_parent, _arg, _ctx) => { /* Implement Subscription.answerStream resolver logic here */ },
    }