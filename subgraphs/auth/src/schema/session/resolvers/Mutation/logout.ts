
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const logout: NonNullable<MutationResolvers['logout']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.logout resolver logic here */ };