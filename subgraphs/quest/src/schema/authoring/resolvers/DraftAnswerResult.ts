import type { QuestionContent } from '../../../services/content/content-schema.js';
import { inLanguage } from '../../../services/content/localised.js';
import { testIn } from '../../../services/grading/grade.js';
import { awardFor } from '../../../services/scoring/award.js';
import type { DraftAnswerResultResolvers } from '../../types.generated.js';

export const DraftAnswerResult: DraftAnswerResultResolvers = {
  verdict: ({ grade }) => grade.verdict,
  scoreAwarded: ({ question: { points }, grade: { scoreRatio } }) =>
    awardFor({ points, scoreRatio, hintsRevealed: 0, attemptsBefore: 0 }),
  feedback: ({ grade }, _args, { caller }) => grade.feedback[caller.language],
  explanation: ({ question }, _args, { caller }) =>
    inLanguage<Pick<QuestionContent, 'explanation' | 'en'>>(question, caller.language).explanation,
  tests: ({ grade }, _args, { caller }) => grade.tests.map((test) => testIn(test, caller.language)),
};
