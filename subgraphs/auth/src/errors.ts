import type { Language } from '@doctorpy/service-kit/caller';
import { badUserInput, DomainError, notFound } from '@doctorpy/service-kit/errors';
import { problem } from './services/field-problems.js';

/** The e-mail address or the password is wrong; which one is never said. */
export const invalidCredentials = () =>
  new DomainError('INVALID_CREDENTIALS', {
    fr: 'L’adresse e-mail ou le mot de passe est incorrect.',
    en: 'The e-mail address or the password is wrong.',
  });

/** The e-mail address belongs to an account. */
export const emailTaken = () =>
  new DomainError('CONFLICT', {
    fr: 'Un compte existe déjà avec cette adresse e-mail. Connectez-vous avec la mutation login.',
    en: 'An account with this e-mail address exists already. Sign in with the login mutation.',
  });

/** The refresh token is none of ours. */
export const unknownRefreshToken = () =>
  new DomainError('UNAUTHENTICATED', {
    fr: 'Ce jeton de rafraîchissement n’est pas valable. Connectez-vous à nouveau.',
    en: 'This refresh token is not valid. Sign in again.',
  });

/** The session reached the end of its life. */
export const sessionExpired = () =>
  new DomainError('TOKEN_EXPIRED', {
    fr: 'Votre session a expiré. Connectez-vous à nouveau.',
    en: 'Your session has expired. Sign in again.',
  });

/** The session was ended on purpose, or because one of its refresh tokens came back a second time. */
export const sessionRevoked = () =>
  new DomainError('SESSION_REVOKED', {
    fr: 'Cette session a été fermée. Connectez-vous à nouveau.',
    en: 'This session was ended. Sign in again.',
  });

/** No such session among the caller's. */
export const sessionNotFound = () =>
  notFound({
    fr: 'Cette session n’existe pas.',
    en: 'This session does not exist.',
  });

/** No such account. */
export const userNotFound = () =>
  notFound({
    fr: 'Cet utilisateur n’existe pas.',
    en: 'This user does not exist.',
  });

/** Somebody has to be able to give roles back. */
export const lastAdmin = () =>
  new DomainError('CONFLICT', {
    fr: 'C’est le dernier administrateur : nommez-en un autre d’abord.',
    en: 'This is the last administrator: appoint another one first.',
  });

/**
 * An administrator has suspended the account. Its owner is told until when, in their own time zone, and not why: the
 * reason is written by administrators for administrators, and may name others.
 */
export const accountSuspended = (
  { timeZone }: { timeZone: string },
  { until }: { until: Date | null },
  at: Date,
): DomainError => {
  if (until === null) {
    return new DomainError('ACCOUNT_SUSPENDED', {
      fr: 'Ce compte est suspendu. Si vous pensez que c’est une erreur, adressez-vous à l’équipe de DoctorPy.',
      en: 'This account is suspended. If you think this is a mistake, turn to the DoctorPy team.',
    });
  }
  const end = (language: Language) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(until);
  return new DomainError(
    'ACCOUNT_SUSPENDED',
    {
      fr: `Ce compte est suspendu jusqu’au ${end('fr')}. Si vous pensez que c’est une erreur, adressez-vous à l’équipe de DoctorPy.`,
      en: `This account is suspended until ${end('en')}. If you think this is a mistake, turn to the DoctorPy team.`,
    },
    { retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000)) },
  );
};

/** Too many attempts; `retryAfterSeconds` ≥ 1. */
export const tooManyAttempts = (retryAfterSeconds: number) =>
  new DomainError(
    'RATE_LIMITED',
    {
      fr: `Trop de tentatives. Réessayez dans ${retryAfterSeconds} secondes.`,
      en: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    },
    { retryAfterSeconds },
  );

/** The token of a link allows nothing: never did, no longer does, or did once. Which of these is not said. */
export const linkInvalid = (path: readonly string[]) => badUserInput([problem(path, 'LINK_INVALID')]);

/** Somebody signed in gave a password that is not theirs. */
export const wrongPassword = (path: readonly string[]) => badUserInput([problem(path, 'PASSWORD_WRONG')]);

/** Where verified addresses are required; a new link is on its way. */
export const emailNotVerified = () =>
  new DomainError('EMAIL_NOT_VERIFIED', {
    fr: 'Confirmez d’abord votre adresse e-mail : suivez le lien que nous venons de vous envoyer.',
    en: 'Verify your e-mail address first: follow the link we have just sent you.',
  });

/** The platform was told of no way to send mails. */
export const mailsAreOff = () =>
  new DomainError('SERVICE_UNAVAILABLE', {
    fr: 'Cette plateforme n’envoie pas d’e-mails : adressez-vous à la personne qui l’administre.',
    en: 'This platform sends no e-mail: turn to the person who administers it.',
  });

/** Who knows the password is told that it is not enough. */
export const secondFactorNeeded = () =>
  new DomainError('MFA_REQUIRED', {
    fr: 'Ce compte demande un second facteur : donnez aussi totpCode, le code à six chiffres de votre application d’authentification, ou recoveryCode, un code de secours.',
    en: 'This account asks for a second factor: also give totpCode, the six digits that your authenticator app shows, or recoveryCode, a recovery code.',
  });

/** The code that came with the right password is wrong, or was used; which one is not said. */
export const secondFactorWrong = () =>
  new DomainError('INVALID_CREDENTIALS', {
    fr: 'Ce code n’est pas valable ou a déjà servi. Attendez le code suivant de votre application, ou utilisez un code de secours.',
    en: 'This code is not valid or was used already. Wait for the next code of your app, or use a recovery code.',
  });

/** A second factor is replaced by disabling it first, which takes a code of it. */
export const secondFactorEnabled = () =>
  new DomainError('CONFLICT', {
    fr: 'Votre compte a déjà un second facteur : pour en changer, désactivez-le d’abord (mutation disableTotp).',
    en: 'Your account has a second factor already: to change it, disable it first (mutation disableTotp).',
  });

/** Recovery codes stand in for a second factor that is not there. */
export const secondFactorOff = () =>
  new DomainError('CONFLICT', {
    fr: 'Votre compte n’a pas de second facteur : activez-le d’abord (mutation startTotpEnrolment).',
    en: 'Your account has no second factor: enable it first (mutation startTotpEnrolment).',
  });

/** There is nothing to confirm, or no longer. */
export const noEnrolment = () =>
  new DomainError('CONFLICT', {
    fr: 'Il n’y a rien à confirmer, ou le temps est écoulé : recommencez avec la mutation startTotpEnrolment.',
    en: 'There is nothing to confirm, or the time is over: begin again with the mutation startTotpEnrolment.',
  });
