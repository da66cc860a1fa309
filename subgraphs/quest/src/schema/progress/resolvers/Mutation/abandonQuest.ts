
        import type   { MutationResolvers } from './../../../types.generated.js';
        export const abandonQuest: NonNullable<MutationResolvers['abandonQuest']> = async (_parent, _arg, _ctx) => { /* Implement Mutation.abandonQuest resolver logic here */ };