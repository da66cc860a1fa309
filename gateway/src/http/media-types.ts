import { LRUCache } from 'lru-cache';

/** Which media type answers have, by the `Accept` header of their requests. */
export interface MediaTypes {
  /** undefined when it is not known yet. */
  find(accept: string | undefined): string | undefined;
  /** Remembers what Apollo Server has chosen for a good answer that is no stream. */
  learn(accept: string | undefined, chosen: unknown): void;
}

/** `Accept` headers whose media type is remembered, and the longest of them. */
const MAX_ACCEPTS = 200;
const LONGEST_ACCEPT = 300;
const JSON_TYPES = /^application\/(?:graphql-response\+)?json\b/;

/** Knows none at first: the choice remains Apollo Server's, and is not made again. */
export function createMediaTypes(): MediaTypes {
  const known = new LRUCache<string, string>({ max: MAX_ACCEPTS });
  return {
    find: (accept = '') => known.get(accept),
    learn(accept = '', chosen) {
      if (typeof chosen !== 'string' || !JSON_TYPES.test(chosen) || accept.length > LONGEST_ACCEPT) return;
      known.set(accept, chosen);
    },
  };
}
