import { inLanguage } from '../../../services/content/localised.js';
import type { QuestionContent } from '../../../services/content/question-schema.js';
import { testIn } from '../../../services/grading/grade.js';
import type { ReviewResultResolvers } from '../../types.generated.js';

export const ReviewResult: ReviewResultResolvers = {
  verdict: ({ review }) => review.grade.verdict,
  correct: ({ review }) => review.grade.verdict === 'CORRECT',
  feedback: ({ review }, _args, { caller }) => review.grade.feedback[caller.language],
  explanation: ({ review, asked }, _args, { caller }) =>
    review.settled
      ? inLanguage<Pick<QuestionContent, 'explanation' | 'en'>>(asked.question, caller.language).explanation
      : null,
  tests: ({ review: { grade, userId } }, _args, { caller }) =>
    grade.tests.map((test) => ({ ...testIn(test, caller.language), userId })),
  item: ({ card, asked }) => ({ card, asked }),
};
