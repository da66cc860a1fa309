import type { QuestionOfType } from '../content/content-schema.js';
import { wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback } from './grade.js';

/** Grades one choice id for each step, in order; each right one earns its share, each wrong one says why it is not. */
export function gradeExplainError(question: QuestionOfType<'explainError'>, answer: readonly string[]): Grade {
  const { steps } = question;
  const chosen = steps.map(({ choices }, index) => choices.find(({ id }) => id === answer[index]?.trim()));
  if (answer.length !== steps.length || chosen.includes(undefined)) {
    throw wrongShape({
      fr: `Cette question attend ${steps.length} identifiant(s) de choix, un par étape et dans l’ordre, par exemple ["a"].`,
      en: `This question expects ${steps.length} choice id(s), one for each step and in order, such as ["a"].`,
    });
  }
  const wrong = chosen.filter((choice, index) => choice?.id !== steps[index]?.answer);
  if (wrong.length === 0) return correct();
  const said = wrong.flatMap((choice) =>
    choice?.feedback === undefined ? [] : [feedbackOf({ feedback: choice.feedback, en: choice.en })],
  );
  return incorrect(joinFeedback(said), (steps.length - wrong.length) / steps.length);
}
