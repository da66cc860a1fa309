
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const deleteDocument: NonNullable<MutationResolvers['deleteDocument']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.deleteDocument resolver logic here */ };