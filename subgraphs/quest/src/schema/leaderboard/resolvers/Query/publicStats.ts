
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const publicStats: NonNullable<QueryResolvers['publicStats']> = async (_parent, _arg, _ctx) => { /* Implement Query.publicStats resolver logic here */ };