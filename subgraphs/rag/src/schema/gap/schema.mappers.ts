import type { UnansweredQuestion } from '../../services/gaps/unanswered-questions.js';

/** What resolvers of UnansweredQuestion start from. */
export type UnansweredQuestionMapper = UnansweredQuestion;
