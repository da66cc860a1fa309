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
