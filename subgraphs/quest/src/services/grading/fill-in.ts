import type { QuestionOfType } from '../content/content-schema.js';
import { wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback } from './grade.js';
import { tokensOf } from './tokens.js';

/** Grades one text a blank, in order; spaces around and the style of quotes do not count, each blank earns its share. */
export function gradeFillIn(question: QuestionOfType<'fillIn'>, answer: readonly string[]): Grade {
  const count = question.blanks.length;
  if (answer.length !== count || answer.some((text) => text.trim() === '')) {
    throw wrongShape({
      fr: `Ce texte à trous attend ${count} texte(s) non vide(s), dans l’ordre des trous.`,
      en: `This fill-in question expects ${count} non-empty text(s), in the order of the blanks.`,
    });
  }
  const wrong = question.blanks.flatMap((blank, index) => {
    const outcome = readBlank(blank, answer[index] ?? '');
    return outcome === 'right' ? [] : [outcome];
  });
  if (wrong.length === 0) return correct();
  const named = wrong.flatMap((mistake) => (mistake === 'unknown' ? [] : [feedbackOf(mistake)]));
  return incorrect(named.length > 0 ? joinFeedback(named) : feedbackOf(question), (count - wrong.length) / count);
}

type Blank = QuestionOfType<'fillIn'>['blanks'][number];

function readBlank(blank: Blank, given: string): 'right' | 'unknown' | Blank['mistakes'][number] {
  // Exact readings go first: where an author names a mistake of quoting, tolerance must not accept it.
  for (const form of [exact, tolerant]) {
    if (blank.accepted.some((accepted) => form(accepted) === form(given))) return 'right';
    const mistake = blank.mistakes.find((candidate) => form(candidate.answer) === form(given));
    if (mistake) return mistake;
  }
  return 'unknown';
}

const exact = (text: string) => text.trim();

/**
 * The same for texts that Python reads alike: kinds of quotes and spaces between tokens do not count, spaces inside quotes
 * do.
 */
const tolerant = (text: string) => tokensOf(text).join(' ');
