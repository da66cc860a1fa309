import { createPrivateKey, type KeyObject } from 'node:crypto';
import { publicJwk } from './public-jwk.js';
import type { Signing } from './signing.js';

/** RFC 7518 §3.3: RS256 keys have 2048 bits or more. */
const MIN_MODULUS_BITS = 2048;
/** Fixed keys change with a restart: a minute is how long verifiers may take to notice. */
const MAX_AGE_SECONDS = 60;

/** Signs with the first of the given keys and publishes all, so that an operator can replace them one by one. */
export function createFixedKeys(pem: string): Signing {
  const keys = readPrivateKeys(pem).map((key) => ({ key, jwk: publicJwk(key) }));
  const [first] = keys;
  if (!first) throw new Error('There is no private key to sign with.');
  const signer = { algorithm: 'RS256', key: first.key, keyId: first.jwk.kid } as const;
  return {
    signer: () => signer,
    published: async () => ({ keys: keys.map(({ jwk }) => jwk), maxAgeSeconds: MAX_AGE_SECONDS }),
    stop() {},
  };
}

/**
 * Reads one or more RSA private keys in PEM; a line break may be written as `\n`, as in files of variables.
 * @throws Error saying what is wrong, without any part of the key
 */
export function readPrivateKeys(pem: string): KeyObject[] {
  const blocks = pem.replaceAll('\\n', '\n').match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [];
  if (blocks.length === 0) throw new Error('is not in PEM format');
  return blocks.map((block) => {
    const key = parse(block);
    if (key.asymmetricKeyType !== 'rsa') throw new Error('is not an RSA key');
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < MIN_MODULUS_BITS) throw new Error(`has ${bits} bits, and ${MIN_MODULUS_BITS} are the least`);
    return key;
  });
}

function parse(block: string): KeyObject {
  try {
    return createPrivateKey(block);
  } catch {
    // The library's own message may quote what it could not read.
    throw new Error('is not a private key, or is locked by a passphrase');
  }
}
