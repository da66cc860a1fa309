
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const rateAnswer: NonNullable<MutationResolvers['rateAnswer']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.rateAnswer resolver logic here */ };