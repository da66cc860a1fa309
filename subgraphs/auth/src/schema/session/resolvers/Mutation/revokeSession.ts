
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const revokeSession: NonNullable<MutationResolvers['revokeSession']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.revokeSession resolver logic here */ };