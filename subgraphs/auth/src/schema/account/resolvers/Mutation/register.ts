
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const register: NonNullable<MutationResolvers['register']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.register resolver logic here */ };