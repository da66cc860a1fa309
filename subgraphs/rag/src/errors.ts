import { DomainError, type Localised, notFound } from '@doctorpy/service-kit/errors';

/** No such answer, or it is another learner's. */
export const answerNotFound = () => notFound({ fr: 'Cette réponse n’existe pas.', en: 'This answer does not exist.' });

/** No such conversation, or it is another learner's. */
export const conversationNotFound = () =>
  notFound({ fr: 'Cette conversation n’existe pas.', en: 'This conversation does not exist.' });

/** No such document, or it was deleted a moment ago. */
export const documentNotFound = () =>
  notFound({ fr: 'Ce document n’existe pas ou plus.', en: 'This document does not exist, or no longer.' });

/** The document is not one that authors sent: it is made from a file or a quest, and would be made again. */
export const documentOfElsewhere = () =>
  new DomainError('FORBIDDEN', {
    fr: 'Ce document vient d’ailleurs : une leçon se change dans ses fichiers, une explication dans sa quête, un fichier indexé avec npm run rag:index.',
    en: 'This document comes from elsewhere: a lesson is changed in its files, an explanation in its quest, an indexed file with npm run rag:index.',
  });

/** An idempotency key came back with another question. */
export const idempotencyKeyReused = () =>
  new DomainError('CONFLICT', {
    fr: 'Cette clé d’idempotence a déjà servi pour une autre question : choisissez-en une nouvelle.',
    en: 'This idempotency key was already used for another question: choose a new one.',
  });

/** The account was deleted a moment ago: a token that is still believed must not bring anything back. */
export const accountGone = () =>
  new DomainError('UNAUTHENTICATED', {
    fr: 'Ce compte a été supprimé.',
    en: 'This account has been deleted.',
  });

/** A document above the size that is indexed. */
export const documentTooLarge = (maximumBytes: number) =>
  new DomainError('PAYLOAD_TOO_LARGE', {
    fr: `Ce document est trop volumineux : ${maximumBytes.toLocaleString('fr')} octets au plus. Découpez-le.`,
    en: `This document is too large: ${maximumBytes.toLocaleString('en')} bytes at most. Split it.`,
  });

/** The content is not what its format says, and why; or it holds no text. */
export const contentNotReadable = (format: string, reason: Localised, cause?: unknown) => {
  const text = {
    fr: `Le contenu ne se lit pas comme du ${format} : ${reason.fr}.`,
    en: `The content cannot be read as ${format}: ${reason.en}.`,
  };
  const fields = [{ path: ['input', 'content'], code: 'UNREADABLE', text }];
  return new DomainError('BAD_USER_INPUT', text, { cause, fields });
};

/** No such prompt template. */
export const templateNotFound = () =>
  notFound({ fr: 'Ce modèle de consigne n’existe pas.', en: 'This prompt template does not exist.' });

/** A prompt template never had this version. */
export const templateVersionNotFound = () =>
  notFound({
    fr: 'Cette version du modèle de consigne n’existe pas.',
    en: 'This version of the prompt template does not exist.',
  });

/** Somebody saved another version since the one that a change was made from. */
export const templateChanged = () =>
  new DomainError('CONFLICT', {
    fr: 'Une version plus récente de ce modèle a été enregistrée entre-temps : relisez-la, puis reprenez votre changement.',
    en: 'A newer version of this template was saved meanwhile: read it, then make your change again.',
  });

/** Somebody put another version in use since the one that was to be replaced. */
export const templateReplaced = () =>
  new DomainError('CONFLICT', {
    fr: 'Une autre version de ce modèle est utilisée depuis : vérifiez laquelle, puis recommencez.',
    en: 'Another version of this template is in use by now: see which one, then try again.',
  });

/** Somebody asked as often as one may. What is counted, how much of it is allowed in how many seconds, and when to go on. */
export const quotaSpent = (spent: {
  what: 'questions' | 'searches';
  limit: number;
  windowSeconds: number;
  retryAfterSeconds: number;
}) => {
  const { what, limit, windowSeconds, retryAfterSeconds } = spent;
  const window = duration(windowSeconds);
  const wait = duration(retryAfterSeconds);
  const done = what === 'questions' ? { fr: 'posé', things: 'questions' } : { fr: 'fait', things: 'recherches' };
  return new DomainError(
    'RATE_LIMITED',
    {
      fr: `Vous avez ${done.fr} ${limit} ${done.things} en ${window.fr} : c’est la limite, pour que l’assistant réponde à tout le monde. Réessayez dans ${wait.fr} ; d’ici là, les leçons et les indices des quêtes restent ouverts.`,
      en: `You ${what === 'questions' ? 'asked' : 'made'} ${limit} ${what} within ${window.en}: that is the limit, so that the assistant has time for everybody. Try again in ${wait.en}; until then, lessons and the hints of quests stay open.`,
    },
    { retryAfterSeconds },
  );
};

/** No such question, or nobody asks it any more. */
export const unansweredQuestionNotFound = () =>
  notFound({
    fr: 'Cette question sans réponse n’existe pas ou plus.',
    en: 'This unanswered question does not exist, or no longer.',
  });

/** Whole minutes from two minutes on, rounded up. */
function duration(seconds: number): Localised {
  const minutes = Math.ceil(seconds / 60);
  if (seconds === 3600) return { fr: 'une heure', en: 'an hour' };
  return seconds < 120 ? { fr: `${seconds} s`, en: `${seconds} s` } : { fr: `${minutes} min`, en: `${minutes} min` };
}
