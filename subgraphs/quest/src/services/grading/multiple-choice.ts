import type { QuestionOfType } from '../content/content-schema.js';
import { checkIds } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback } from './grade.js';

/**
 * Grades a set of choice ids. Each right choice earns its share, each wrong one takes a share back (never below 0), so
 * that ticking everything earns nothing more than chance.
 */
export function gradeMultipleChoice(question: QuestionOfType<'multipleChoice'>, answer: readonly string[]): Grade {
  checkIds(
    answer,
    question.choices.map((choice) => choice.id),
    {
      fr: 'Une question à choix multiples attend les identifiants des choix retenus, chacun une fois, par exemple ["a", "c"].',
      en: 'A multiple-choice question expects the ids of the chosen choices, each once, such as ["a", "c"].',
    },
  );
  const wrong = question.choices.filter((choice) => answer.includes(choice.id) && !question.answer.includes(choice.id));
  const hits = answer.length - wrong.length;
  if (wrong.length === 0 && hits === question.answer.length) return correct();
  const ratio = Math.max(0, (hits - wrong.length) / question.answer.length);
  const named = wrong.flatMap(({ feedback, en }) => (feedback === undefined ? [] : [feedbackOf({ feedback, en })]));
  return incorrect(named.length > 0 ? joinFeedback(named) : feedbackOf(question), ratio);
}
