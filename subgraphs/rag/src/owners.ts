import type { Owners } from '@doctorpy/service-kit/access';
import { personOf } from '@doctorpy/service-kit/personal-data';
import type { AnswerRecord } from './models/answer.model.js';

/** Whose an object is, for every type with fields that are only its owner's business. */
export const ownerOf: Owners = {
  User: ({ id }: { id: string }) => id,
  PersonalData: ({ id }: { id: string }) => personOf(id),
  AssistantAnswer: ({ userId }: Owned) => userId,
  AnswerChunk: ({ userId }: Owned) => userId,
  AssistantAnswerConnection: ({ userId }: Owned) => userId,
  AssistantAnswerEdge: ({ node }: { node: Owned }) => node.userId,
  AssistantConversation: ({ userId }: Owned) => userId,
  AssistantConversationConnection: ({ userId }: Owned) => userId,
  AssistantConversationEdge: ({ node }: { node: Owned }) => node.userId,
  AskQuota: ({ userId }: Owned) => userId,
};

type Owned = Pick<AnswerRecord, 'userId'>;
