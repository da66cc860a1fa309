
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const categories: NonNullable<QueryResolvers['categories']> = async (_parent, _arg, _ctx) => { /* Implement Query.categories resolver logic here */ };