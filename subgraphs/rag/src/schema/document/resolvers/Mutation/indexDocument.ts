
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const indexDocument: NonNullable<MutationResolvers['indexDocument']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.indexDocument resolver logic here */ };