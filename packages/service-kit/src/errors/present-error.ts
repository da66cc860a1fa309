import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Language } from '../caller/index.js';
import { isMongoAway } from '../mongo/away.js';
import { isErrorCode } from './codes.js';
import { DomainError, type Localised } from './domain-error.js';

/** For whom an error is put into words. */
export interface ErrorAudience {
  readonly language: Language;
  readonly requestId: string;
  readonly log: Logger;
}

const INTERNAL: Localised = {
  fr: 'Une erreur inattendue s’est produite de notre côté. Réessayez ; si elle persiste, indiquez-nous la référence de la requête.',
  en: 'Something unexpected went wrong on our side. Try again; if it persists, tell us the request id.',
};
const UNAVAILABLE: Localised = {
  fr: 'Un de nos services est momentanément indisponible. Réessayez dans quelques secondes.',
  en: 'One of our services is unavailable for the moment. Try again in a few seconds.',
};

/**
 * Turns whatever execution produced into what a client may see: a message in the caller's language, a code of the
 * registry and the request id. Anything unexpected is logged with its stack and answered as INTERNAL, without detail.
 */
export function presentError(error: GraphQLError, { language, requestId, log }: ErrorAudience): GraphQLFormattedError {
  const place = { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) };
  const domainError = findDomainError(error);
  if (domainError) {
    const { code, text, fields, retryAfterSeconds } = domainError;
    if (domainError.cause) log.warn({ err: domainError.cause, code }, 'request.failed_dependency');
    return {
      message: text[language],
      ...place,
      extensions: {
        code,
        requestId,
        ...(fields && { fields: fields.map((f) => ({ path: f.path, code: f.code, message: f.text[language] })) }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      },
    };
  }
  const { code } = error.extensions;
  if (isErrorCode(code) && code !== 'INTERNAL') {
    return { message: error.message, ...place, extensions: { code, requestId } };
  }
  if (isMongoAway(error.originalError)) {
    log.error({ err: error.originalError, path: error.path }, 'request.dependency_unavailable');
    return { message: UNAVAILABLE[language], ...place, extensions: { code: 'SERVICE_UNAVAILABLE', requestId } };
  }
  log.error({ err: error.originalError ?? error, path: error.path }, 'request.unexpected_error');
  return { message: INTERNAL[language], ...place, extensions: { code: 'INTERNAL', requestId } };
}

function findDomainError(error: GraphQLError): DomainError | null {
  let current: unknown = error.originalError;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof DomainError) return current;
    current = 'originalError' in current ? current.originalError : null;
  }
  return null;
}
