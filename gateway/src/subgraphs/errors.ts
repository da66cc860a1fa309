import { DomainError } from '@doctorpy/service-kit/errors';

/** The service that owns a field does not answer. */
export function subgraphUnavailable(): DomainError {
  return new DomainError('SUBGRAPH_UNAVAILABLE', {
    fr: 'Une partie de ces données est momentanément indisponible. Réessayez dans quelques secondes.',
    en: 'Part of this data is unavailable for the moment. Try again in a few seconds.',
  });
}

/** The service that owns a field took too long. */
export function subgraphTimeout(): DomainError {
  return new DomainError('TIMEOUT', {
    fr: 'La réponse a pris trop de temps. Réessayez dans quelques secondes.',
    en: 'The answer took too long. Try again in a few seconds.',
  });
}
