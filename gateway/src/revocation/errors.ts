import { DomainError } from '@doctorpy/service-kit/errors';

/** The session behind an access token was ended. */
export function sessionRevoked(): DomainError {
  return new DomainError('SESSION_REVOKED', {
    fr: 'Cette session a été fermée : reconnectez-vous.',
    en: 'This session was ended: sign in again.',
  });
}

/** Nobody can tell at the moment which sessions were ended, so only what is public is answered. */
export function revocationsUnknown(): DomainError {
  return new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'Seules les données publiques sont accessibles pour le moment. Réessayez dans quelques secondes.',
      en: 'Only public data can be read for the moment. Try again in a few seconds.',
    },
    { retryAfterSeconds: 2 },
  );
}
