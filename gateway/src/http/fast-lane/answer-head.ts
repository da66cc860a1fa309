import { trustHeaders } from '@doctorpy/service-kit/trust';
import { LRUCache } from 'lru-cache';
import { exposedHeaders } from '../cors.js';
import { securityHeaders } from '../security-headers.js';

/** What the headers of an answer depend on, besides its length and the id of its request. */
export interface AnswerKind {
  readonly protocol: string;
  readonly origin: string | undefined;
  readonly language: string;
  readonly contentType: string;
}

/** Makes the headers of a good answer, in the form that `writeHead` takes without looking at it twice. */
export type AnswerHead = (kind: AnswerKind, requestId: string, length: number) => string[];

/** Kinds of answers that are remembered, and the longest key: clients choose `Origin`. */
const MAX_KINDS = 500;
const LONGEST_KEY = 500;

/** The same headers as those of an answer that came through all hooks and plugins. */
export function createAnswerHead(isOriginAllowed: (origin: string) => boolean): AnswerHead {
  const known = new LRUCache<string, readonly string[]>({ max: MAX_KINDS });
  return (kind, requestId, length) => {
    // No header holds a NUL, and an origin that is empty is not one that is missing.
    const origin = kind.origin === undefined ? '' : `=${kind.origin}`;
    const key = `${kind.protocol}\0${kind.language}\0${kind.contentType}\0${origin}`;
    let fixed = known.get(key);
    if (!fixed) {
      fixed = fixedHeaders(kind, isOriginAllowed);
      if (key.length <= LONGEST_KEY) known.set(key, fixed);
    }
    return [trustHeaders.requestId, requestId, 'content-length', String(length), ...fixed];
  };
}

function fixedHeaders(
  { protocol, origin, language, contentType }: AnswerKind,
  isOriginAllowed: (origin: string) => boolean,
): string[] {
  const headers: Record<string, string> = {
    ...securityHeaders(protocol),
    ...((origin === undefined || isOriginAllowed(origin)) && {
      ...(origin && { 'access-control-allow-origin': origin }),
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': exposedHeaders.join(', '),
    }),
    'content-language': language,
    'cache-control': 'no-store',
    vary: 'Accept-Language, Authorization',
    'content-type': contentType,
  };
  return Object.entries(headers).flat();
}
