import { Agent, request } from 'undici';

/** A JWK Set as it was published. */
export interface FetchedKeySet {
  readonly document: unknown;
  /** For how long it is good, in seconds. */
  readonly maxAgeSeconds: number;
}

/** Fetches a JWK Set from one address. */
export interface KeySetSource {
  /** @throws Error when there is no good answer in time; redirects are not followed */
  fetch(): Promise<FetchedKeySet>;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 3_000;
/** A key has about 400 bytes. */
const MAX_BYTES = 64 * 1024;
/** Whatever the answer says, it is asked again within these bounds, in seconds. */
const MAX_AGE = { least: 1, most: 300, byDefault: 60 };

/** The source at `url`, with a connection of its own. */
export function fetchKeySet(url: URL): KeySetSource {
  const agent = new Agent({
    connections: 1,
    connectTimeout: TIMEOUT_MS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MAX_BYTES,
  });
  return {
    async fetch() {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { statusCode, headers, body } = await request(url, {
        dispatcher: agent,
        signal,
        headers: { accept: 'application/jwk-set+json, application/json' },
      });
      if (statusCode !== 200) {
        await body.dump();
        throw new Error(`The key set answers HTTP ${statusCode}.`);
      }
      return { document: await body.json(), maxAgeSeconds: maxAgeOf(headers['cache-control']) };
    },
    close: () => agent.destroy(),
  };
}

function maxAgeOf(cacheControl: string | string[] | undefined): number {
  const seconds = /max-age=(\d+)/.exec(String(cacheControl ?? ''))?.[1];
  const given = seconds === undefined ? MAX_AGE.byDefault : Number(seconds);
  return Math.min(MAX_AGE.most, Math.max(MAX_AGE.least, given));
}
