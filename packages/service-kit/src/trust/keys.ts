import { hkdfSync } from 'node:crypto';

/** A directed pair of services: who calls whom. */
export type ServicePair = `${string}>${string}`;

/** The keys a service holds, by pair. The first signs; all verify, so that keys can be rotated. */
export type ServiceKeys = ReadonlyMap<ServicePair, readonly Buffer[]>;

const KEY_BYTES = 32;

/**
 * The key of one directed pair, derived from the platform's secret by HKDF-SHA-256 (RFC 5869) with the pair as info,
 * so that a service which knows its own key can neither compute another's nor the secret.
 * @returns 32 bytes as hexadecimal
 */
export function deriveServiceKey(secretKey: string, pair: ServicePair): string {
  return Buffer.from(hkdfSync('sha256', secretKey, '', pair, KEY_BYTES)).toString('hex');
}

/**
 * Reads the keys a service was given: `SERVICE_KEYS` ("gateway>auth=<hex>,…"; a pair may appear twice while keys are
 * rotated), or else derives them from `SECRET_KEY`.
 * @throws Error saying what to set when a pair has no key
 */
export function readServiceKeys(
  env: { readonly SERVICE_KEYS?: string | undefined; readonly SECRET_KEY?: string | undefined },
  pairs: readonly ServicePair[],
): ServiceKeys {
  const given = keysGiven(env.SERVICE_KEYS);
  const keys = new Map<ServicePair, Buffer[]>();
  for (const pair of pairs) {
    const own = given.filter(([name]) => name === pair).map(([, key = '']) => key);
    const hex = own.length > 0 ? own : env.SECRET_KEY ? [deriveServiceKey(env.SECRET_KEY, pair)] : [];
    const valid = hex.every((key) => /^[0-9a-f]{64}$/i.test(key));
    if (hex.length === 0 || !valid) {
      throw new Error(
        `No usable key for ${pair}: set SERVICE_KEYS to "${pair}=<64 hexadecimal digits>" or SECRET_KEY (make one with \`openssl rand -hex 32\`).`,
      );
    }
    keys.set(
      pair,
      hex.map((key) => Buffer.from(key, 'hex')),
    );
  }
  return keys;
}

/**
 * The same, for pairs that a service can do without: those that have no key are left out. Whoever gives `SERVICE_KEYS`
 * chooses by them; `SECRET_KEY` serves only where there are none.
 */
export function readKnownServiceKeys(
  env: { readonly SERVICE_KEYS?: string | undefined; readonly SECRET_KEY?: string | undefined },
  pairs: readonly ServicePair[],
): ServiceKeys {
  const given = keysGiven(env.SERVICE_KEYS).map(([pair]) => pair);
  const known = given.length > 0 || !env.SECRET_KEY ? pairs.filter((pair) => given.includes(pair)) : pairs;
  return readServiceKeys(env, known);
}

function keysGiven(text = ''): string[][] {
  return text
    .split(',')
    .map((entry) => entry.trim().split('='))
    .filter(([pair, key]) => pair && key);
}
