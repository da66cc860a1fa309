import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { fetchKeySet, type KeySetSource } from './fetch-key-set.js';
import { isKeyId, type PublicKey, readKeySet } from './read-key-set.js';
import type { VerificationKey, VerificationKeys } from './verification-keys.js';

/** What a remote key set needs. */
export interface KeySetOptions {
  /** Auth's JWK Set. Only this address is ever asked, whatever a token says about its keys. */
  readonly url: URL;
  readonly log: Logger;
  /** Milliseconds since 1970. @default the system's clock */
  readonly now?: () => number;
}

/** After a failure, and between two look-ups on account of unknown keys, at least this long. */
const RETRY_MS = 5_000;
/** The same as long as there are no keys at all: services start together, and auth may be the last to be ready. */
const FIRST_RETRY_MS = 250;

/**
 * The public keys of auth (RS256), fetched in the background for as long as auth says they are good for: no request of
 * a client waits for them, except one whose token names a key not seen yet. Such tokens cause one look-up every 5
 * seconds at most, however many come (four a second before the first set was had). While auth does not answer, the
 * last good set stays in use.
 */
export function createKeySet({ url, log, now = Date.now }: KeySetOptions): VerificationKeys {
  const source: KeySetSource = fetchKeySet(url);
  let keys: ReadonlyMap<string, PublicKey> = new Map();
  let trusted: ReadonlySet<VerificationKey> = new Set();
  let loaded = false;
  let closed = false;
  let failures = 0;
  let attempts = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  let asksSoon: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function refresh(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  /** As soon as the last attempt is long enough ago; requests that wait, wait together. */
  function refreshSoon(): Promise<void> {
    const waitMs = Math.max(0, FIRST_RETRY_MS - (now() - askedAt));
    const before = attempts;
    asksSoon ??= (asking ?? pause(waitMs).then(async () => (attempts > before ? asking : refresh())))
      .then(() => undefined)
      .finally(() => {
        asksSoon = null;
      });
    return asksSoon;
  }

  async function ask(): Promise<void> {
    if (closed) return;
    clearTimeout(timer);
    attempts += 1;
    askedAt = now();
    let nextInMs = RETRY_MS;
    try {
      const { document, maxAgeSeconds } = await source.fetch();
      const { usable, refused } = readKeySet(document, keys);
      for (const reason of refused) log.warn({ reason }, 'key_set.key_refused');
      if (usable.size === 0) throw new Error('auth publishes no key: does it sign with JWT_SECRET?');
      const added = [...usable.keys()].filter((keyId) => !keys.has(keyId));
      const removed = [...keys.keys()].filter((keyId) => !usable.has(keyId));
      if (added.length + removed.length > 0) log.info({ added, removed }, 'key_set.changed');
      keys = usable;
      trusted = new Set(usable.values());
      loaded = true;
      failures = 0;
      nextInMs = maxAgeSeconds * 1000;
    } catch (err) {
      // Once for each time that auth goes away.
      if (failures === 0 && !closed) log.warn({ err }, 'key_set.not_refreshed');
      if (!loaded) nextInMs = Math.min(RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      failures += 1;
    }
    if (closed) return;
    timer = setTimeout(() => void refresh(), nextInMs);
    timer.unref();
  }

  void refresh();
  return {
    async find(keyId) {
      if (!isKeyId(keyId)) return null;
      const known = keys.get(keyId);
      if (known) return known;
      if (!loaded) await refreshSoon();
      else if (asking || now() - askedAt >= RETRY_MS) await refresh();
      if (!loaded) throw keysUnavailable();
      return keys.get(keyId) ?? null;
    },
    trusts: (key) => trusted.has(key),
    async close() {
      closed = true;
      clearTimeout(timer);
      await source.close();
      await asking;
    },
  };
}

function keysUnavailable(): DomainError {
  return new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'Votre connexion ne peut pas être vérifiée pour le moment. Réessayez dans quelques secondes.',
      en: 'Your sign-in cannot be checked for the moment. Try again in a few seconds.',
    },
    { retryAfterSeconds: RETRY_MS / 1000 },
  );
}
