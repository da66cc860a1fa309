import { badUserInput, DomainError, type FieldProblem, notFound } from '@doctorpy/service-kit/errors';

/** NOT_FOUND: no such answer, or it is another learner's. */
export const answerNotFound = (): DomainError =>
  notFound({ fr: 'Cette réponse n’existe pas.', en: 'This answer does not exist.' });

/** NOT_FOUND: no such conversation, or it is another learner's. */
export const conversationNotFound = (): DomainError =>
  notFound({ fr: 'Cette conversation n’existe pas.', en: 'This conversation does not exist.' });

/** CONFLICT: an idempotency key came back with another question. */
export const idempotencyKeyReused = (): DomainError =>
  new DomainError('CONFLICT', {
    fr: 'Cette clé d’idempotence a déjà servi pour une autre question : choisissez-en une nouvelle.',
    en: 'This idempotency key was already used for another question: choose a new one.',
  });

/** PAYLOAD_TOO_LARGE: a document above the size that is indexed. */
export const documentTooLarge = (maximumBytes: number): DomainError =>
  new DomainError('PAYLOAD_TOO_LARGE', {
    fr: `Ce document est trop volumineux : ${maximumBytes.toLocaleString('fr')} octets au plus. Découpez-le.`,
    en: `This document is too large: ${maximumBytes.toLocaleString('en')} bytes at most. Split it.`,
  });

/** BAD_USER_INPUT: a format of the contract that cannot be read yet. */
export const formatNotReadable = (format: string, readable: readonly string[]): DomainError => {
  const formats = readable.join(', ');
  return badUserInput([
    {
      path: ['input', 'format'],
      code: 'FORMAT_NOT_SUPPORTED',
      text: {
        fr: `Le format ${format} n’est pas encore pris en charge ; formats acceptés : ${formats}.`,
        en: `The format ${format} is not supported yet; accepted formats: ${formats}.`,
      },
    },
  ]);
};

/** BAD_USER_INPUT: the content is not what its format says, or holds no text. */
export const contentNotReadable = (format: string, cause?: unknown): DomainError =>
  new DomainError(
    'BAD_USER_INPUT',
    {
      fr: `Le contenu ne se lit pas comme du ${format}, ou ne contient aucun texte.`,
      en: `The content cannot be read as ${format}, or holds no text.`,
    },
    {
      cause,
      fields: [
        {
          path: ['input', 'content'],
          code: 'UNREADABLE',
          text: {
            fr: `Le contenu ne se lit pas comme du ${format}, ou ne contient aucun texte.`,
            en: `The content cannot be read as ${format}, or holds no text.`,
          },
        },
      ],
    },
  );

/** A text that must not be empty. */
export const emptyText = (path: readonly string[], name: { fr: string; en: string }): FieldProblem => ({
  path,
  code: 'EMPTY',
  text: { fr: `${name.fr} est vide.`, en: `${name.en} is empty.` },
});

/** A text longer than allowed. */
export const textTooLong = (
  path: readonly string[],
  name: { fr: string; en: string },
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
export const tooMany = (path: readonly string[], name: { fr: string; en: string }, maximum: number): FieldProblem => ({
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

/** NOT_FOUND: no such document, or it was deleted a moment ago. */
export const documentNotFound = (): DomainError =>
  notFound({ fr: 'Ce document n’existe pas ou plus.', en: 'This document does not exist, or no longer.' });
