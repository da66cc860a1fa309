import type { QuestionOfType } from '../content/content-schema.js';
import { wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect } from './grade.js';

/** Grades the text that a program prints; spaces at line ends, blank lines at the end and kinds of line break do not count. */
export function gradePredictOutput(question: QuestionOfType<'predictOutput'>, answer: readonly string[]): Grade {
  const [given] = answer;
  if (answer.length !== 1 || given === undefined) {
    throw wrongShape({
      fr: 'Cette question attend un seul texte : ce que le programme affiche, lignes comprises.',
      en: 'This question expects one text: what the program prints, line breaks included.',
    });
  }
  const printed = normalOutput(given);
  if (printed === normalOutput(question.output)) return correct();
  const mistake = question.mistakes.find((candidate) => normalOutput(candidate.answer) === printed);
  return incorrect(feedbackOf(mistake ?? question));
}

/** What is compared of a printed text. */
export function normalOutput(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
