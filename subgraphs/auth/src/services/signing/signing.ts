import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { AuthEnv } from '../../env.js';
import type { Models } from '../../models/index.js';
import { createFixedKeys } from './fixed-keys.js';
import type { PublicJwk } from './public-jwk.js';
import { createRotatingKeys } from './rotating-keys.js';

/** A key that signs access tokens, with the only algorithm it may be used with. */
export interface TokenSigner {
  algorithm: 'HS256' | 'RS256';
  key: KeyObject;
  /** How verifiers find the public half; null where there is none. */
  keyId: string | null;
}

/** What `/.well-known/jwks.json` says. */
export interface PublishedKeys {
  keys: readonly PublicJwk[];
  /** For how long a verifier may remember them without missing a new one, in seconds. */
  maxAgeSeconds: number;
}

/** The keys of access tokens. */
export interface Signing {
  /**
   * The key that signs at this moment.
   * @throws DomainError SERVICE_UNAVAILABLE when there is none for the moment
   */
  signer(at: Date): TokenSigner;
  /** The public keys of all tokens that are still valid, and of the key that signs next; none with a shared secret. */
  published(): Promise<PublishedKeys>;
  /** Ends what runs in the background. */
  stop(): void;
}

/** What signing needs. */
export interface SigningDeps {
  env: Pick<AuthEnv, 'JWT_SECRET' | 'JWT_PRIVATE_KEY' | 'AUTH_SECRET_KEY' | 'AUTH_KEY_ROTATION_SECONDS'>;
  models: Pick<Models, 'signingKeys'>;
  now: () => Date;
  log: Logger;
}

/**
 * Signing as configured: HS256 with `JWT_SECRET` where that is set; else RS256, with the keys of `JWT_PRIVATE_KEY`
 * where that is set, else with keys of our own that are kept in the database and replaced in time.
 */
export async function createSigning({ env, models, now, log }: SigningDeps): Promise<Signing> {
  if (env.JWT_SECRET) return createSharedSecret(env.JWT_SECRET);
  if (env.JWT_PRIVATE_KEY) return createFixedKeys(env.JWT_PRIVATE_KEY);
  return createRotatingKeys({
    signingKeys: models.signingKeys,
    secret: env.AUTH_SECRET_KEY ?? '',
    rotationSeconds: env.AUTH_KEY_ROTATION_SECONDS,
    now,
    log,
  });
}

function createSharedSecret(secret: string): Signing {
  const signer: TokenSigner = { algorithm: 'HS256', key: createSecretKey(secret, 'utf8'), keyId: null };
  return {
    signer: () => signer,
    published: async () => ({ keys: [], maxAgeSeconds: 60 }),
    stop() {},
  };
}
