import type { AssistantConversationResolvers } from './../../types.generated.js';

export const AssistantConversation: AssistantConversationResolvers = {};
