import { DomainError, notFound } from '@doctorpy/service-kit/errors';

/** No published quest has this id. */
export const questNotFound = () => notFound({ fr: 'Cette quête n’existe pas.', en: 'This quest does not exist.' });

/** No progress of the caller has this id; also said of somebody else's, which is nobody's business. */
export const progressNotFound = () =>
  notFound({ fr: 'Cette progression n’existe pas.', en: 'This progress does not exist.' });

/** The quest has no question with this id or key. */
export const questionNotFound = () =>
  notFound({
    fr: 'Cette question n’existe pas dans cette quête.',
    en: 'This question does not exist in this quest.',
  });

/** No category has this id. */
export const categoryNotFound = () =>
  notFound({ fr: 'Cette catégorie n’existe pas.', en: 'This category does not exist.' });

/** The account was deleted a moment ago: a token that is still believed must not bring anything back. */
export const accountGone = () =>
  new DomainError('UNAUTHENTICATED', {
    fr: 'Ce compte a été supprimé.',
    en: 'This account has been deleted.',
  });

/** Whoever answers the learner's questions cannot be told that the quest is under way. */
export const cannotStartNow = () =>
  new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'Les quêtes ne peuvent pas être commencées pour le moment. Réessayez dans quelques secondes.',
      en: 'Quests cannot be started for the moment. Try again in a few seconds.',
    },
    { retryAfterSeconds: 2 },
  );

/** The quest was given up: answers and hints are closed. */
export const questAbandoned = () =>
  new DomainError('CONFLICT', {
    fr: 'Vous avez abandonné cette quête : recommencez-la pour répondre.',
    en: 'You gave this quest up: start it again to answer.',
  });

/** The quest is finished: answers and hints are closed. */
export const questAlreadyCompleted = () =>
  new DomainError('CONFLICT', {
    fr: 'Cette quête est déjà terminée : recommencez-la pour vous entraîner.',
    en: 'This quest is already completed: start it again to practise.',
  });

/** Every attempt that the question allows has been used. */
export const noAttemptsLeft = () =>
  new DomainError('CONFLICT', {
    fr: 'Il ne vous reste plus d’essai pour cette question.',
    en: 'You have no attempt left for this question.',
  });

/** Every hint of the question has been revealed. */
export const noHintsLeft = () =>
  new DomainError('CONFLICT', {
    fr: 'Il n’y a plus d’indice pour cette question.',
    en: 'There is no hint left for this question.',
  });

/** The key was already used by the same learner for another question or answer. */
export const idempotencyKeyReused = () =>
  new DomainError('CONFLICT', {
    fr: 'Cette clé d’idempotence a déjà servi pour une autre réponse.',
    en: 'This idempotency key was already used for another answer.',
  });

/** Every attempt that the question allows waits for the grader. */
export const attemptsWaiting = () =>
  new DomainError('CONFLICT', {
    fr: 'Vos réponses précédentes à cette question attendent encore d’être vérifiées : attendez leur résultat avant d’en proposer une autre.',
    en: 'Your earlier answers to this question still wait to be checked: wait for their result before you try another one.',
  });

/** The learner sent more programs at once than can wait for their turn. */
export const tooManyAtOnce = () =>
  new DomainError(
    'RATE_LIMITED',
    {
      fr: 'Vous envoyez trop de programmes à la fois. Attendez le résultat des précédents.',
      en: 'You are sending too many programs at once. Wait for the results of the earlier ones.',
    },
    { retryAfterSeconds: 5 },
  );

/** Code can neither be graded nor kept for later. */
export const graderUnavailable = (cause?: unknown) =>
  new DomainError(
    'GRADER_UNAVAILABLE',
    {
      fr: 'Votre code ne peut être ni vérifié ni enregistré pour l’instant. Gardez-le et renvoyez-le dans une minute.',
      en: 'Your code can neither be checked nor saved for now. Keep it and send it again in a minute.',
    },
    { retryAfterSeconds: 60, cause },
  );

/** No draft has this id. */
export const draftNotFound = () => notFound({ fr: 'Ce brouillon n’existe pas.', en: 'This draft does not exist.' });

/** Somebody else saved, discarded or published the draft since it was read, or made it at the same time. */
export const draftChanged = () =>
  new DomainError('CONFLICT', {
    fr: 'Ce brouillon a été modifié entre-temps : relisez-le, puis reportez-y vos changements.',
    en: 'This draft was changed meanwhile: read it again, then apply your changes to it.',
  });

/** A newer version of the quest was published since the draft was begun. */
export const draftOutdated = () =>
  new DomainError('CONFLICT', {
    fr: 'Une version plus récente de cette quête a été publiée : abandonnez ce brouillon et repartez d’elle.',
    en: 'A newer version of this quest was published: discard this draft and begin again from it.',
  });

/** The draft says what is already published. */
export const nothingToPublish = () =>
  new DomainError('CONFLICT', {
    fr: 'Ce brouillon ne change rien à la quête publiée.',
    en: 'This draft changes nothing of the published quest.',
  });

/** The learner has no card for this question: it was never answered, or does not exist. */
export const reviewNotFound = () =>
  notFound({
    fr: 'Vous n’avez encore jamais répondu à cette question : elle n’est pas à réviser.',
    en: 'You have never answered this question: there is nothing to review.',
  });

/** The question comes back later. */
export const reviewNotDue = () =>
  new DomainError('CONFLICT', {
    fr: 'Cette question n’est pas encore à réviser : elle reviendra dans votre file le moment venu.',
    en: 'This question is not due for review yet: it comes back to your queue in time.',
  });
