
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const quests: NonNullable<QueryResolvers['quests']> = async (_parent, _arg, _ctx) => { /* Implement Query.quests resolver logic here */ };