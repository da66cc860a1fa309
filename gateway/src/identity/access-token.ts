import { createHash } from 'node:crypto';
import { roles } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { tokenIssuer } from '@doctorpy/service-kit/trust';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** What a verified access token says. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly (typeof roles)[number][];
  /** The account's `authVersion` when the token was issued. */
  readonly authVersion: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  roles: z.array(z.enum(roles)),
  av: z.number().int(),
  exp: z.number().int(),
});

const CACHED_TOKENS = 10_000;
/** A token longer than this is not one of ours. */
const MAX_TOKEN_LENGTH = 4096;

/**
 * Makes the function that verifies access tokens (HS256 only, issuer and audience `doctorpy`).
 * Verified tokens are remembered by their SHA-256 until they expire.
 * The function throws DomainError TOKEN_EXPIRED or UNAUTHENTICATED.
 */
export function createTokenVerifier(secret: string): (token: string) => AccessToken {
  const verified = new LRUCache<string, AccessToken>({ max: CACHED_TOKENS });
  return (token) => {
    if (token.length > MAX_TOKEN_LENGTH) throw invalidToken();
    const key = createHash('sha256').update(token).digest('base64');
    const known = verified.get(key);
    if (known && known.expiresAt > Date.now()) return known;
    const fresh = verify(token, secret);
    verified.set(key, fresh, { ttl: Math.max(1, fresh.expiresAt - Date.now()) });
    return fresh;
  };
}

function verify(token: string, secret: string): AccessToken {
  try {
    const payload = jwt.verify(token, secret, {
      algorithms: ['HS256'],
      issuer: tokenIssuer,
      audience: tokenIssuer,
    });
    const { sub, sid, roles: held, av, exp } = claims.parse(payload);
    return { userId: sub, sessionId: sid, roles: held, authVersion: av, expiresAt: exp * 1000 };
  } catch (error) {
    throw error instanceof jwt.TokenExpiredError ? expiredToken() : invalidToken();
  }
}

/** TOKEN_EXPIRED, saying how to go on. */
export function expiredToken(): DomainError {
  return new DomainError('TOKEN_EXPIRED', {
    fr: 'Votre jeton d’accès a expiré : renouvelez la session (mutation refreshSession) ou reconnectez-vous.',
    en: 'Your access token has expired: refresh the session (mutation refreshSession) or sign in again.',
  });
}

/** UNAUTHENTICATED for a token that is not one of ours. */
export function invalidToken(): DomainError {
  return new DomainError('UNAUTHENTICATED', {
    fr: 'Ce jeton d’accès n’est pas valide : reconnectez-vous, puis envoyez Authorization: Bearer <accessToken>.',
    en: 'This access token is not valid: sign in again, then send Authorization: Bearer <accessToken>.',
  });
}
