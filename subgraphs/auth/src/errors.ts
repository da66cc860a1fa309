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

/** The same for a session that is to be renewed: it can be once the address is verified. */
export const emailStillUnverified = () =>
  new DomainError('EMAIL_NOT_VERIFIED', {
    fr: 'Confirmez votre adresse e-mail pour continuer : suivez le lien que nous vous avons envoyé. Pour en recevoir un autre, connectez-vous (mutation login).',
    en: 'Verify your e-mail address to go on: follow the link we have sent you. To get another one, sign in (mutation login).',
  });

/** A browser asked for new tokens and had no cookie to show. */
export const noSessionCookie = () =>
  new DomainError('UNAUTHENTICATED', {
    fr: 'Ce navigateur n’a pas de session. Connectez-vous.',
    en: 'This browser has no session. Sign in.',
  });

/** The platform was told of no way to send mails. */
export const mailsAreOff = () =>
  new DomainError('SERVICE_UNAVAILABLE', {
    fr: 'Cette plateforme n’envoie pas d’e-mails : adressez-vous à la personne qui l’administre.',
    en: 'This platform sends no e-mail: turn to the person who administers it.',
  });
