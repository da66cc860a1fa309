import { explanationOf } from '../../../services/attempt/explanation.js';
import { feedbackOn } from '../../../services/attempt/feedback.js';
import { testIn } from '../../../services/grading/grade.js';
import { attemptsLeft, progressOn } from '../../../services/progress/question-progress.js';
import type { AnswerResultResolvers } from '../../types.generated.js';

export const AnswerResult: AnswerResultResolvers = {
  verdict: ({ attempt }) => attempt.grade.verdict,
  correct: ({ attempt }) => (attempt.state !== 'GRADED' ? null : attempt.grade.verdict === 'CORRECT'),
  scoreAwarded: ({ attempt, leftAside }) => (leftAside ? 0 : attempt.scoreAwarded),
  feedback: (outcome, _args, { caller }) => feedbackOn(outcome)[caller.language],
  explanation: (outcome, _args, { caller }) => explanationOf(outcome, caller.language),
  tests: ({ attempt: { grade, userId } }, _args, { caller }) =>
    grade.tests.map((test) => ({ ...testIn(test, caller.language), userId })),
  attemptsLeft: ({ progress, question }) => attemptsLeft(question, progressOn(progress, question.key)),
  achievementsUnlocked: async ({ attempt, leftAside }, _args, { loaders }) => {
    if (leftAside) return [];
    const unlocked = await Promise.all(attempt.achievementsUnlocked.map((id) => loaders.achievements.load(id)));
    return unlocked.filter((achievement) => achievement !== null);
  },
  levelUp: ({ attempt, leftAside }) => (leftAside ? null : attempt.levelUp),
};
