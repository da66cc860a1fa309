import { explanationOf } from '../../../services/attempt/explanation.js';
import { attemptsLeft, progressOn } from '../../../services/progress/question-progress.js';
import type { AnswerResultResolvers } from '../../types.generated.js';

export const AnswerResult: AnswerResultResolvers = {
  verdict: ({ attempt }) => attempt.grade.verdict,
  correct: ({ attempt }) => (attempt.state === 'PENDING' ? null : attempt.grade.verdict === 'CORRECT'),
  scoreAwarded: ({ attempt }) => attempt.scoreAwarded,
  feedback: ({ attempt }, _args, { caller }) => attempt.grade.feedback[caller.language],
  explanation: (outcome, _args, { caller }) => explanationOf(outcome, caller.language),
  tests: ({ attempt }) => attempt.grade.tests.map((test) => ({ ...test, userId: attempt.userId })),
  attemptsLeft: ({ progress, question }) => attemptsLeft(question, progressOn(progress, question.key)),
  achievementsUnlocked: async ({ attempt }, _args, { loaders }) => {
    const unlocked = await Promise.all(attempt.achievementsUnlocked.map((id) => loaders.achievements.load(id)));
    return unlocked.filter((achievement) => achievement !== null);
  },
  levelUp: ({ attempt }) => attempt.levelUp,
};
