import type { Conversation } from '../../services/answering/conversations.js';

/** What resolvers of AssistantConversation start from. */
export type AssistantConversationMapper = Conversation;
