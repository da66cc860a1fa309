import { DomainError } from '@doctorpy/service-kit/errors';

/** Browser mode was asked for in a way that is none. */
export function unknownSessionMode(): DomainError {
  return new DomainError('BAD_REQUEST', {
    fr: 'L’en-tête doctorpy-session ne connaît que la valeur « cookie ».',
    en: 'The header doctorpy-session knows the value "cookie" only.',
  });
}

/** Browser mode was asked for by what tells no page: a script, an app, a command line. */
export function noPage(): DomainError {
  return new DomainError('FORBIDDEN', {
    fr: 'L’en-tête doctorpy-session: cookie est fait pour les pages d’un navigateur, qui envoient Origin. Ailleurs, omettez-le : le jeton de rafraîchissement vient alors dans la réponse.',
    en: 'The header doctorpy-session: cookie is for pages in a browser, which send Origin. Elsewhere leave it out: the refresh token comes in the answer then.',
  });
}

/** A page that may not use the session cookie asked for it. */
export function foreignPage(): DomainError {
  return new DomainError('FORBIDDEN', {
    fr: 'Cette page n’a pas le droit d’utiliser la session du navigateur : elle doit être sur le même site que l’API et son origine figurer dans CORS_ORIGINS.',
    en: 'This page may not use the browser’s session: it must be on the same site as the API, and its origin named in CORS_ORIGINS.',
  });
}

/** A cookie cannot be set on an open socket. */
export function noCookieOnSocket(): DomainError {
  return new DomainError('OPERATION_NOT_ALLOWED', {
    fr: 'Un WebSocket ne peut pas poser de cookie : envoyez cette mutation par POST, avec l’en-tête doctorpy-session: cookie.',
    en: 'A WebSocket cannot set a cookie: send this mutation by POST, with the header doctorpy-session: cookie.',
  });
}

/** There is one cookie, and several sign-ins that would go into it. */
export function severalSignIns(): DomainError {
  return new DomainError('OPERATION_NOT_ALLOWED', {
    fr: 'Une opération ne peut ouvrir ou renouveler qu’une session dans un navigateur : envoyez les autres à part.',
    en: 'One operation can open or renew one session in a browser: send the others apart.',
  });
}
