
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const revokeAllSessions: NonNullable<MutationResolvers['revokeAllSessions']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.revokeAllSessions resolver logic here */ };