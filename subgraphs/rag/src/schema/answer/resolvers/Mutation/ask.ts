
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const ask: NonNullable<MutationResolvers['ask']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.ask resolver logic here */ };