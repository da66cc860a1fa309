import type { FieldProblem, Localised } from '@doctorpy/service-kit/errors';

/** A text that must not be empty. */
export const emptyText = (path: readonly string[], name: Localised): FieldProblem => ({
  path,
  code: 'EMPTY',
  text: { fr: `${name.fr} est vide.`, en: `${name.en} is empty.` },
});

/** A text longer than allowed. */
export const textTooLong = (
  path: readonly string[],
  name: Localised,
  { maximum, actual }: { maximum: number; actual: number },
): FieldProblem => ({
  path,
  code: 'TOO_LONG',
  text: {
    fr: `${name.fr} compte ${actual.toLocaleString('fr')} caractères ; le maximum est ${maximum.toLocaleString('fr')}.`,
    en: `${name.en} has ${actual.toLocaleString('en')} characters; the maximum is ${maximum.toLocaleString('en')}.`,
  },
});

/** A language nothing is answered or indexed in. */
export const unknownLanguage = (path: readonly string[]): FieldProblem => ({
  path,
  code: 'UNKNOWN_LANGUAGE',
  text: { fr: 'La langue doit être « fr » ou « en ».', en: 'The language must be "fr" or "en".' },
});

/** A list with more entries than allowed. */
export const tooMany = (path: readonly string[], name: Localised, maximum: number): FieldProblem => ({
  path,
  code: 'TOO_MANY',
  text: { fr: `${name.fr} : ${maximum} au plus.`, en: `${name.en}: ${maximum} at most.` },
});

/** An id or key that cannot be one. */
export const invalidIdentifier = (path: readonly string[]): FieldProblem => ({
  path,
  code: 'INVALID_FORMAT',
  text: {
    fr: `« ${path.at(-1)} » : 1 à 200 lettres sans accent, chiffres ou signes . _ : # -`,
    en: `"${path.at(-1)}": 1 to 200 unaccented letters, digits or signs . _ : # -`,
  },
});

/** The bytes of a file that were not written in base64. */
export const notBase64 = (path: readonly string[]): FieldProblem => ({
  path,
  code: 'INVALID_FORMAT',
  text: { fr: 'Le fichier doit être transmis en base64.', en: 'The file must be sent in base64.' },
});
