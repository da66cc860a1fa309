
        import type   { QueryResolvers } from './../../../types.generated.js';
        export const promptTemplates: NonNullable<QueryResolvers['promptTemplates']> = async (_parent, _arg, _ctx) => { /* Implement Query.promptTemplates resolver logic here */ };