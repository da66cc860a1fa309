import type { PromptMessageResolvers } from './../../types.generated.js';

export const PromptMessage: PromptMessageResolvers = {};
