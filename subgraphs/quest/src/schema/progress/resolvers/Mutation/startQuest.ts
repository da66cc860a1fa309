
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const startQuest: NonNullable<MutationResolvers['startQuest']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.startQuest resolver logic here */ };