
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const quest: NonNullable<QueryResolvers['quest']> = async (_parent, _arg, _ctx) => { /* Implement Query.quest resolver logic here */ };