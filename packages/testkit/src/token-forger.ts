import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { tokenIssuer } from '@doctorpy/service-kit/trust';
import jsonwebtoken, { type SignOptions } from 'jsonwebtoken';

/**
 * How access tokens are signed: RS256 with keys that auth makes and replaces, RS256 with a key that was given to auth,
 * or HS256 with a secret that the gateway shares.
 */
export type TokenMode = 'rotating-keys' | 'fixed-key' | 'shared-secret';

/** Signs tokens in auth's name, in the modes in which a test can. */
export interface TokenForger {
  /** What a platform must be given to take such tokens for auth's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly jwtSecret: string | undefined;
  /** Claims are completed with issuer, audience and an end in 15 minutes, where they do not say otherwise. */
  sign(claims: object, options?: SignOptions): string;
}

/** A forger with a key of its own. */
export function tokenForger(mode: TokenMode): TokenForger {
  const complete = (claims: object) => ({
    iss: tokenIssuer,
    aud: tokenIssuer,
    exp: Math.floor(Date.now() / 1000) + 900,
    ...claims,
  });
  switch (mode) {
    case 'rotating-keys':
      return {
        environment: {},
        jwtSecret: undefined,
        sign() {
          throw new Error('Auth made its own keys: start the platform with tokens: "fixed-key" to sign in its name.');
        },
      };
    case 'fixed-key': {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const keyid = thumbprint(privateKey);
      return {
        environment: { JWT_PRIVATE_KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() },
        jwtSecret: undefined,
        sign: (claims, options) =>
          jsonwebtoken.sign(complete(claims), privateKey, { algorithm: 'RS256', keyid, ...options }),
      };
    }
    case 'shared-secret': {
      const jwtSecret = randomBytes(32).toString('hex');
      return {
        environment: {},
        jwtSecret,
        sign: (claims, options) => jsonwebtoken.sign(complete(claims), jwtSecret, { algorithm: 'HS256', ...options }),
      };
    }
  }
}

/** The name auth gives a key: its thumbprint (RFC 7638). */
function thumbprint(key: KeyObject): string {
  const { e, kty, n } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
