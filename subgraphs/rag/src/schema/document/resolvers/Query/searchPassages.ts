
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const searchPassages: NonNullable<QueryResolvers['searchPassages']> = async (_parent, _arg, _ctx) => { /* Implement Query.searchPassages resolver logic here */ };