
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const documents: NonNullable<QueryResolvers['documents']> = async (_parent, _arg, _ctx) => { /* Implement Query.documents resolver logic here */ };