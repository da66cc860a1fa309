import type   { PromptTemplateResolvers } from './../../types.generated.js';
    export const PromptTemplate: PromptTemplateResolvers = {
    /* Implement PromptTemplate resolver logic here */
  };