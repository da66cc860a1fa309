import { DomainError } from '@doctorpy/service-kit/errors';

/** Client libraries know this message; it is the protocol's own, in every language. */
export function persistedQueryNotFound(): DomainError {
  return new DomainError('PERSISTED_QUERY_NOT_FOUND', { fr: 'PersistedQueryNotFound', en: 'PersistedQueryNotFound' });
}

/** As {@link persistedQueryNotFound}. */
export function persistedQueryNotSupported(): DomainError {
  const text = 'PersistedQueryNotSupported';
  return new DomainError('PERSISTED_QUERY_NOT_SUPPORTED', { fr: text, en: text });
}

/** The hash is not one of the document that came with it, or no SHA-256 at all. */
export function wrongHash(): DomainError {
  return new DomainError('BAD_REQUEST', {
    fr: 'extensions.persistedQuery doit contenir version: 1 et sha256Hash, l’empreinte SHA-256 de query en 64 chiffres hexadécimaux.',
    en: 'extensions.persistedQuery must hold version: 1 and sha256Hash, the SHA-256 of query in 64 hexadecimal digits.',
  });
}

/** The platform serves its own front ends only. */
export function notOnSafelist(): DomainError {
  return new DomainError('OPERATION_NOT_ALLOWED', {
    fr: 'Cette opération ne fait pas partie de celles que la plateforme accepte.',
    en: 'This operation is not one of those that the platform accepts.',
  });
}

/** Neither a document nor the hash of one. */
export function missingQuery(): DomainError {
  return new DomainError('BAD_REQUEST', {
    fr: 'Il manque l’opération : envoyez un document GraphQL dans query, ou son empreinte dans extensions.persistedQuery.',
    en: 'The operation is missing: send a GraphQL document in query, or its hash in extensions.persistedQuery.',
  });
}
