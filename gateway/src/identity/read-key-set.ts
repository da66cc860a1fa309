import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { VerificationKey } from './verification-keys.js';

/** A public key of auth. */
export interface PublicKey extends VerificationKey {
  /** RSA modulus and exponent, base64url: what makes it this key. */
  readonly material: string;
}

/** The keys of a JWK Set by `kid`, and why others were refused. */
export interface KeySet {
  readonly usable: ReadonlyMap<string, PublicKey>;
  readonly refused: readonly string[];
}

/** RFC 7518 §3.3. */
const MIN_MODULUS_BITS = 2048;
/** Auth publishes two or three. */
const MOST_KEYS = 50;

/** Can this be the name of a key? Everything else, paths and addresses included, is not worth looking for. */
export function isKeyId(keyId: unknown): keyId is string {
  return typeof keyId === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(keyId);
}

/**
 * Reads a JWK Set (RFC 7517). Only RSA keys for RS256 signatures are taken, each pinned to that algorithm, and of them
 * only the public members. Keys that are in `known` already stay the same objects.
 * @throws Error when the document is no JWK Set
 */
export function readKeySet(document: unknown, known: ReadonlyMap<string, PublicKey>): KeySet {
  const { keys } = setSchema.parse(document);
  const usable = new Map<string, PublicKey>();
  const refused: string[] = [];
  for (const candidate of keys) {
    const read = keySchema.safeParse(candidate);
    if (!read.success) {
      refused.push(z.prettifyError(read.error));
      continue;
    }
    const { kid, kty, n, e } = read.data;
    const material = `${n}.${e}`;
    const before = known.get(kid);
    if (before?.material === material) {
      usable.set(kid, before);
      continue;
    }
    try {
      const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (bits < MIN_MODULUS_BITS) throw new Error(`has ${bits} bits`);
      usable.set(kid, { algorithm: 'RS256', key, material });
    } catch (error) {
      refused.push(`${kid}: ${error instanceof Error ? error.message : 'is no key'}`);
    }
  }
  return { usable, refused };
}

const setSchema = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });
const keySchema = z.object({
  kid: z.string().refine(isKeyId),
  kty: z.literal('RSA'),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string().min(1),
  e: z.string().min(1),
});
