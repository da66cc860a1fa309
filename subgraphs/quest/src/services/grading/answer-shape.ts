import { badUserInput, type FieldProblem, type Localised } from '@doctorpy/service-kit/errors';

/** Longest text or code answer, in characters; a beginner's program is far below. */
const MAX_ANSWER_LENGTH = 10_000;

/** Most strings of one answer: more than any question has items. */
const MAX_ANSWER_PARTS = 100;

/** Refuses with BAD_USER_INPUT an answer that no question could have, whatever its type. */
export function checkAnswerSize(answer: readonly string[]): void {
  if (answer.length > MAX_ANSWER_PARTS || answer.reduce((sum, part) => sum + part.length, 0) > MAX_ANSWER_LENGTH) {
    throw tooLong();
  }
}

/** The one text of an answer that must hold exactly one, not blank; `expected` says what it should have been. */
export function singleText(answer: readonly string[], expected: Localised): string {
  const [text] = answer;
  if (answer.length !== 1 || text === undefined || text.trim() === '') throw wrongShape(expected);
  return text;
}

/** Refuses ids that are unknown or named twice; `expected` says what the answer should have been. */
export function checkIds(ids: readonly string[], known: readonly string[], expected: Localised): void {
  if (ids.length === 0 || new Set(ids).size !== ids.length || ids.some((id) => !known.includes(id))) {
    throw wrongShape(expected);
  }
}

/** The BAD_USER_INPUT error of an answer that is not of its question's shape. */
export function wrongShape(expected: Localised) {
  return badUserInput([problem('WRONG_SHAPE', expected)]);
}

/** The BAD_USER_INPUT error of an answer that nobody could read. */
export function tooLong() {
  return badUserInput([
    problem('TOO_LONG', {
      fr: `La réponse est trop longue : ${MAX_ANSWER_PARTS} éléments et ${MAX_ANSWER_LENGTH} caractères au plus.`,
      en: `The answer is too long: at most ${MAX_ANSWER_PARTS} items and ${MAX_ANSWER_LENGTH} characters.`,
    }),
  ]);
}

function problem(code: string, text: Localised): FieldProblem {
  return { path: ['input', 'answer'], code, text };
}
