import type { FieldProblem } from '../errors/index.js';

/** Longest idempotency key, in UTF-16 units. */
const LONGEST_KEY = 200;

/** What is wrong with an idempotency key (`input.idempotencyKey`): any text of 1 to 200 characters is right, so is none. */
export function idempotencyKeyProblems(key: string | null | undefined): FieldProblem[] {
  if (key === null || key === undefined || (key.length > 0 && key.length <= LONGEST_KEY)) return [];
  return [
    {
      path: ['input', 'idempotencyKey'],
      code: 'INVALID_LENGTH',
      text: {
        fr: `La clé d’idempotence compte de 1 à ${LONGEST_KEY} caractères.`,
        en: `The idempotency key has 1 to ${LONGEST_KEY} characters.`,
      },
    },
  ];
}
