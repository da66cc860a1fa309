import type { QuestionOfType } from '../content/content-schema.js';
import { wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect } from './grade.js';

/** What the right verdict earns without the right reason: a coin finds it every second time. */
const VERDICT_SHARE = 0.5;

/** Grades "true" or "false" and the id of a reason; the reason of a wrong verdict is not looked at. */
export function gradeTrueFalse(question: QuestionOfType<'trueFalse'>, answer: readonly string[]): Grade {
  const [verdict = '', reasonId = ''] = answer.map((part) => part.trim());
  const reason = question.reasons.find(({ id }) => id === reasonId);
  if (answer.length !== 2 || !['true', 'false'].includes(verdict) || !reason) {
    throw wrongShape({
      fr: 'Une question vrai ou faux attend "true" ou "false", puis l’identifiant d’une raison, par exemple ["true", "a"].',
      en: 'A true-or-false question expects "true" or "false", then the id of a reason, such as ["true", "a"].',
    });
  }
  if (verdict !== String(question.answer)) return incorrect(feedbackOf(question));
  if (reasonId === question.reason) return correct();
  return incorrect(feedbackOf({ feedback: reason.feedback ?? question.feedback, en: reason.en }), VERDICT_SHARE);
}
