
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const revealHint: NonNullable<MutationResolvers['revealHint']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.revealHint resolver logic here */ };