
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const grantRole: NonNullable<MutationResolvers['grantRole']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.grantRole resolver logic here */ };