
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const leaderboard: NonNullable<QueryResolvers['leaderboard']> = async (_parent, _arg, _ctx) => { /* Implement Query.leaderboard resolver logic here */ };