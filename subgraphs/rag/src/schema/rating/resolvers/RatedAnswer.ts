import type { RatedAnswerResolvers } from './../../types.generated.js';

export const RatedAnswer: RatedAnswerResolvers = {};
