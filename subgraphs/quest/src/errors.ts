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
