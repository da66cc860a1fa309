
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const assistantAnswer: NonNullable<QueryResolvers['assistantAnswer']> = async (_parent, _arg, _ctx) => { /* Implement Query.assistantAnswer resolver logic here */ };