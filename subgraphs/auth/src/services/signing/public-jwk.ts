import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** The public half of a signing key, as it is published (RFC 7517): these members and no others. */
export interface PublicJwk {
  kty: 'RSA';
  use: 'sig';
  alg: 'RS256';
  kid: string;
  n: string;
  e: string;
}

/**
 * What is published of an RSA key. Its `kid` is its thumbprint (RFC 7638), so a key has the same name wherever it is
 * read.
 * @throws Error when the key is not RSA
 */
export function publicJwk(key: KeyObject): PublicJwk {
  const { kty, n, e } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (kty !== 'RSA' || !n || !e) throw new Error('Only RSA keys sign access tokens.');
  // RFC 7638 §3.2: the required members, in lexicographic order, without white space.
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { kty, use: 'sig', alg: 'RS256', kid, n, e };
}
