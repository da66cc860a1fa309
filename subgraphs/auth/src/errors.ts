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
    fr: 'Un compte existe déjà avec cette adresse e-mail : connectez-vous, ou demandez un nouveau mot de passe si vous l’avez oublié.',
    en: 'An account with this e-mail address exists already: sign in, or ask for a new password if you have forgotten it.',
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

/** Seconds up to two minutes, minutes up to two hours, then hours; rounded up so that nobody comes back too early. */
function waitInWords(seconds: number, language: 'fr' | 'en'): string {
  const minutes = Math.ceil(seconds / 60);
  const longer = minutes <= 120 ? ([minutes, 'minute'] as const) : ([Math.ceil(seconds / 3_600), 'hour'] as const);
  const [value, unit] = seconds <= 120 ? ([seconds, 'second'] as const) : longer;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Too many attempts; `retryAfterSeconds` ≥ 1. */
export const tooManyAttempts = (retryAfterSeconds: number) =>
  new DomainError(
    'RATE_LIMITED',
    {
      fr: `Trop de tentatives. Réessayez dans ${waitInWords(retryAfterSeconds, 'fr')}.`,
      en: `Too many attempts. Try again in ${waitInWords(retryAfterSeconds, 'en')}.`,
    },
    { retryAfterSeconds },
  );

/** So many wrong codes of an app that somebody else must be guessing; other ways in stay open. */
export const tooManyWrongCodes = (retryAfterSeconds: number) =>
  new DomainError(
    'RATE_LIMITED',
    {
      fr: `Trop de codes incorrects. Utilisez un code de secours (recoveryCode), ou choisissez un nouveau mot de passe (mutation requestPasswordReset) : votre application sera de nouveau acceptée. Sinon, réessayez dans ${waitInWords(retryAfterSeconds, 'fr')}.`,
      en: `Too many wrong codes. Use a recovery code (recoveryCode), or choose a new password (mutation requestPasswordReset): your app is accepted again then. If not, try again in ${waitInWords(retryAfterSeconds, 'en')}.`,
    },
    { retryAfterSeconds },
  );

/** The token of a link allows nothing: never did, no longer does, or did once. Which of these is not said. */
export const linkInvalid = (path: readonly string[]) => badUserInput([problem(path, 'LINK_INVALID')]);

/** Somebody signed in gave a password that is not theirs. */
export const wrongPassword = (path: readonly string[]) => badUserInput([problem(path, 'PASSWORD_WRONG')]);

/** Somebody signed in has no password that they could give. */
export const noPassword = (path: readonly string[]) => badUserInput([problem(path, 'PASSWORD_ABSENT')]);

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

/** More passwords wait to be hashed than can be in a time that somebody waits. */
export const tooManyPasswords = () =>
  new DomainError('SERVICE_UNAVAILABLE', {
    fr: 'Trop de personnes se connectent en même temps. Réessayez dans une minute.',
    en: 'Too many people are signing in at once. Try again in a minute.',
  });

/** The platform was told of no way to send mails. */
export const mailsAreOff = () =>
  new DomainError('SERVICE_UNAVAILABLE', {
    fr: 'Cette plateforme n’envoie pas d’e-mails : adressez-vous à la personne qui l’administre.',
    en: 'This platform sends no e-mail: turn to the person who administers it.',
  });

/** No such OpenID provider is configured. */
export const providerNotFound = () =>
  notFound({
    fr: 'Ce moyen de connexion n’existe pas : voyez identityProviders.',
    en: 'There is no such way to sign in: see identityProviders.',
  });

/** The OpenID provider does not answer, or does not accept this platform. */
export const providerUnavailable = (label: string, cause: unknown) =>
  new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: `La connexion avec ${label} ne fonctionne pas pour le moment. Réessayez dans quelques minutes, ou connectez-vous avec votre mot de passe.`,
      en: `Signing in with ${label} does not work for the moment. Try again in a few minutes, or sign in with your password.`,
    },
    { cause },
  );

/** A sign-in at a provider cannot be finished: over, used, another browser’s, or refused. Which of these is not said. */
export const openIdSignInInvalid = () => badUserInput([problem(['input', 'state'], 'SIGN_IN_INVALID')]);

/** Accounts have an address, and the provider told none. */
export const providerEmailMissing = () => badUserInput([problem(['input', 'provider'], 'PROVIDER_EMAIL_MISSING')]);

/** The address that the provider told belongs to an account, which is never signed in to by an address alone. */
export const addressHasAccount = () =>
  new DomainError('CONFLICT', {
    fr: 'Un compte existe déjà avec cette adresse e-mail. Connectez-vous comme d’habitude, puis liez ce nouveau moyen de connexion (mutation linkIdentity).',
    en: 'An account with this e-mail address exists already. Sign in as usual, then link this new way to sign in (mutation linkIdentity).',
  });

/** The same when that account never proved the address, and the provider says the caller has. */
export const addressUnproved = () =>
  new DomainError('CONFLICT', {
    fr: 'Un compte utilise cette adresse e-mail sans l’avoir confirmée. S’il est à vous, connectez-vous avec son mot de passe, puis liez ce moyen de connexion (mutation linkIdentity). Sinon, recommencez avec claimAddress: true : ce compte sera fermé et vous en aurez un nouveau.',
    en: 'An account uses this e-mail address without having verified it. If it is yours, sign in with its password, then link this way to sign in (mutation linkIdentity). If not, call again with claimAddress: true: that account is closed, and you get a new one.',
  });

/** The provider's account signs in to another account here. */
export const identityTaken = () =>
  new DomainError('CONFLICT', {
    fr: 'Ce moyen de connexion est déjà lié à un autre compte.',
    en: 'This way to sign in is linked to another account already.',
  });

/** Nobody is locked out of their own account. */
export const lastWayIn = () =>
  new DomainError('CONFLICT', {
    fr: 'C’est votre seul moyen de connexion : choisissez d’abord un mot de passe (mutation requestPasswordReset).',
    en: 'This is your only way to sign in: choose a password first (mutation requestPasswordReset).',
  });

/** No such identity among the caller's. */
export const identityNotFound = () =>
  notFound({
    fr: 'Ce moyen de connexion n’est pas lié à votre compte.',
    en: 'This way to sign in is not linked to your account.',
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
