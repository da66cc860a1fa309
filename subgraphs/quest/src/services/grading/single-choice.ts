import type { QuestionOfType } from '../content/content-schema.js';
import { checkIds, wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect } from './grade.js';

/** Grades the id of one choice; a wrong choice answers with its own feedback. */
export function gradeSingleChoice(question: QuestionOfType<'singleChoice'>, answer: readonly string[]): Grade {
  const expected = {
    fr: 'Une question à choix unique attend l’identifiant d’un seul choix, par exemple ["a"].',
    en: 'A single-choice question expects the id of exactly one choice, such as ["a"].',
  };
  if (answer.length !== 1) throw wrongShape(expected);
  checkIds(
    answer,
    question.choices.map((choice) => choice.id),
    expected,
  );
  if (answer[0] === question.answer) return correct();
  const chosen = question.choices.find((choice) => choice.id === answer[0]);
  const feedback = chosen?.feedback;
  return incorrect(
    feedback === undefined
      ? { fr: 'Ce n’est pas la bonne réponse.', en: 'That is not the right answer.' }
      : feedbackOf({ feedback, en: chosen?.en }),
  );
}
