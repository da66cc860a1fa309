import type { RatedAnswer } from '../../services/gaps/rated-answers.js';

/** What resolvers of RatedAnswer start from. */
export type RatedAnswerMapper = RatedAnswer;
