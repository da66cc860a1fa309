import { DomainError, type Localised } from '@doctorpy/service-kit/errors';

/** BAD_REQUEST that HTTP words as 405. */
export class MethodNotAllowed extends DomainError {
  /** Value of the `Allow` header. */
  readonly allowed: string;

  constructor(allowed: string, text: Localised) {
    super('BAD_REQUEST', text);
    this.allowed = allowed;
  }
}

/** A link or an image must never change anything. */
export function mutationOverGet(): MethodNotAllowed {
  return new MethodNotAllowed('POST', {
    fr: 'Une mutation s’envoie par POST : GET ne sert qu’à lire.',
    en: 'Mutations are sent by POST: GET only reads.',
  });
}

/** The API takes GET and POST. */
export function unknownMethod(): MethodNotAllowed {
  return new MethodNotAllowed('GET, POST', {
    fr: 'L’API répond à GET et POST seulement.',
    en: 'The API answers GET and POST only.',
  });
}

/** More than who sends it may send. */
export function bodyTooLarge(): DomainError {
  return new DomainError('PAYLOAD_TOO_LARGE', {
    fr: 'La requête est trop volumineuse. Raccourcissez-la ou envoyez-la en plusieurs fois.',
    en: 'The request is too large. Shorten it, or send it in parts.',
  });
}

/** BAD_REQUEST that HTTP words as 406. */
export class NotAcceptable extends DomainError {}

/** The client could not read the answer, so nothing is run. */
export function notAcceptable(): NotAcceptable {
  return new NotAcceptable('BAD_REQUEST', {
    fr: 'L’en-tête Accept n’admet aucun type de réponse de l’API : envoyez Accept: application/graphql-response+json, ou application/json. Rien n’a été exécuté.',
    en: 'The Accept header allows none of the media types that the API answers with: send Accept: application/graphql-response+json, or application/json. Nothing was run.',
  });
}

/** BAD_REQUEST that HTTP words as 415. */
export class UnsupportedEncoding extends DomainError {}

/** The body is compressed: what it would be once unpacked, nobody can tell beforehand. */
export function unsupportedEncoding(): UnsupportedEncoding {
  return new UnsupportedEncoding('BAD_REQUEST', {
    fr: 'Le corps de la requête est compressé (Content-Encoding) : envoyez-le tel quel.',
    en: 'The body of the request is compressed (Content-Encoding): send it as it is.',
  });
}

/** A page of another site asks whether it may call the API. */
export function foreignOrigin(): DomainError {
  return new DomainError('FORBIDDEN', {
    fr: 'Les pages de cette origine n’ont pas le droit d’appeler l’API : ajoutez-la à CORS_ORIGINS.',
    en: 'Pages of this origin may not call the API: add it to CORS_ORIGINS.',
  });
}
