import type { AnswerRecord } from './models/answer.model.js';

/** Whose the objects are whose fields only their owner may see. */
export const ownerOf = {
  AssistantAnswer: ({ userId }: Pick<AnswerRecord, 'userId'>) => userId,
  AnswerChunk: ({ userId }: { userId: string }) => userId,
  AssistantAnswerConnection: ({ userId }: { userId: string }) => userId,
  AssistantAnswerEdge: ({ node }: { node: Pick<AnswerRecord, 'userId'> }) => node.userId,
  User: ({ id }: { id: string }) => id,
};
