import type { AnswerChunkResolvers } from './../../types.generated.js';

export const AnswerChunk: AnswerChunkResolvers = {};
