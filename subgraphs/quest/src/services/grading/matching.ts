import type { QuestionOfType } from '../content/content-schema.js';
import { wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback } from './grade.js';

/** Grades "left=right" pairs, one for each left item, in any order; each right pair earns its share. */
export function gradeMatching(question: QuestionOfType<'matching'>, answer: readonly string[]): Grade {
  const pairs = readPairs(question, answer);
  const wrong = pairs.filter(({ left, right }) => question.answer[left] !== right);
  if (wrong.length === 0) return correct();
  const named = question.mistakes
    .filter((mistake) => wrong.some(({ left, right }) => mistake.left === left && mistake.right === right))
    .map(feedbackOf);
  const ratio = (pairs.length - wrong.length) / pairs.length;
  return incorrect(named.length > 0 ? joinFeedback(named) : feedbackOf(question), ratio);
}

function readPairs(question: QuestionOfType<'matching'>, answer: readonly string[]) {
  const pairs = answer.map((pair) => {
    const [left = '', right = '', ...rest] = pair.split('=').map((id) => id.trim());
    return { left, right, known: rest.length === 0 && has(question.left, left) && has(question.right, right) };
  });
  const lefts = new Set(pairs.map(({ left }) => left));
  if (pairs.some(({ known }) => !known) || pairs.length !== lefts.size || lefts.size !== question.left.length) {
    throw wrongShape({
      fr: `Cette question attend ${question.left.length} paires "gauche=droite", une par élément de gauche, par exemple ["a=b"].`,
      en: `This question expects ${question.left.length} "left=right" pairs, one for each left item, such as ["a=b"].`,
    });
  }
  return pairs;
}

function has(items: { id: string }[], id: string): boolean {
  return items.some((item) => item.id === id);
}
