import type { AnswerRecord, CitationRecord } from '../../models/answer.model.js';
import type { AnswerChunk } from '../../services/answering/answering.js';

/** What resolvers of AssistantAnswer start from. */
export type AssistantAnswerMapper = AnswerRecord;
/** What resolvers of Citation start from. */
export type CitationMapper = CitationRecord;
/** What resolvers of AnswerChunk start from. */
export type AnswerChunkMapper = AnswerChunk;
/** What resolvers of User start from: rag knows nothing of a user but the id. */
export interface UserMapper {
  id: string;
}
