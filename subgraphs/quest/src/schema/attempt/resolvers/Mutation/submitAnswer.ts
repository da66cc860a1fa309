
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const submitAnswer: NonNullable<MutationResolvers['submitAnswer']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.submitAnswer resolver logic here */ };