
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const revokeRole: NonNullable<MutationResolvers['revokeRole']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.revokeRole resolver logic here */ };