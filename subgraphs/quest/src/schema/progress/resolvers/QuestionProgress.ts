import { publicQuestion } from '../../../services/catalogue/public-question.js';
import { attemptsLeft, revealedHints } from '../../../services/progress/question-progress.js';
import type { QuestionProgressResolvers } from '../../types.generated.js';

export const QuestionProgress: Pick<
  QuestionProgressResolvers,
  'attempts' | 'attemptsLeft' | 'hintsRevealed' | 'lastAnswer' | 'question' | 'scoreAwarded' | 'state'
> = {
  question: ({ questId, question }, _args, { caller }) => publicQuestion(questId, question, caller.language),
  state: ({ entry }) => entry.state,
  attempts: ({ entry }) => entry.attempts,
  attemptsLeft: ({ question, entry }) => attemptsLeft(question, entry),
  scoreAwarded: ({ entry }) => entry.scoreAwarded,
  hintsRevealed: (view, _args, { caller }) => revealedHints(view, caller.language),
  lastAnswer: ({ entry }) => entry.lastAnswer,
};
