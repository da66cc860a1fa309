
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const refreshSession: NonNullable<MutationResolvers['refreshSession']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.refreshSession resolver logic here */ };