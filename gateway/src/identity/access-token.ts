import { hash } from 'node:crypto';
import { roles } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { tokenIssuer } from '@doctorpy/service-kit/trust';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { VerificationKey, VerificationKeys } from './verification-keys.js';

/** What a verified access token says. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly (typeof roles)[number][];
  /** Roles of the account that it may not use before it has a second factor. */
  readonly withheldRoles: readonly (typeof roles)[number][];
  /** The account's `authVersion` when the token was issued. */
  readonly authVersion: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  roles: z.array(z.enum(roles)),
  withheldRoles: z.array(z.enum(roles)).default([]),
  av: z.number().int(),
  exp: z.number().int(),
});

const CACHED_TOKENS = 10_000;
/** A token longer than this is not one of ours. */
const MAX_TOKEN_LENGTH = 4096;

/** Verifies access tokens. @throws DomainError TOKEN_EXPIRED, UNAUTHENTICATED or SERVICE_UNAVAILABLE */
export type VerifyToken = (token: string) => Promise<AccessToken>;

/** Tokens that were verified before. */
export interface KnownTokens {
  /** What it says, as long as it has not expired and its key is trusted; null when it has yet to be verified. */
  known(token: string): AccessToken | null;
  /** Whether one that was known still is. */
  isGood(token: AccessToken): boolean;
}

/**
 * Makes the function that verifies access tokens: signed by one of `keys` with that key's own algorithm, issuer and
 * audience `doctorpy`. Of a token's header only the name of the key is heeded; keys that it brings along or points to
 * are not looked at. Verified tokens are remembered by their SHA-256 until they expire or their key is withdrawn.
 */
export function createTokenVerifier(keys: VerificationKeys): VerifyToken & KnownTokens {
  const verified = new LRUCache<string, AccessToken>({ max: CACHED_TOKENS });
  const signedBy = new WeakMap<AccessToken, VerificationKey>();
  const isGood = (token: AccessToken): boolean => {
    const key = signedBy.get(token);
    return key !== undefined && token.expiresAt > Date.now() && keys.trusts(key);
  };
  const find = (digest: string): AccessToken | null => {
    const known = verified.get(digest);
    return known && isGood(known) ? known : null;
  };
  const verifyToken: VerifyToken = async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) throw invalidToken();
    const digest = digestOf(token);
    const known = find(digest);
    if (known) return known;
    const key = await keyOf(token, keys);
    const fresh = verify(token, key);
    signedBy.set(fresh, key);
    verified.set(digest, fresh, { ttl: Math.max(1, fresh.expiresAt - Date.now()) });
    return fresh;
  };
  return Object.assign(verifyToken, {
    isGood,
    known: (token: string) => (token.length > MAX_TOKEN_LENGTH ? null : find(digestOf(token))),
  });
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}

async function keyOf(token: string, keys: VerificationKeys): Promise<VerificationKey> {
  const { header, exp } = unverified(token);
  // Whoever signed it, it has expired: no key is looked for, and a client whose key is long gone knows to refresh.
  if (exp !== undefined && exp * 1000 <= Date.now()) throw expiredToken();
  const key = await keys.find(header.kid);
  if (!key) throw invalidToken();
  return key;
}

/** What a token says of itself before anything is checked. */
function unverified(token: string): z.infer<typeof claimed> {
  try {
    const { header, payload } = jwt.decode(token, { complete: true }) ?? {};
    return claimed.parse({ header, exp: typeof payload === 'object' ? payload.exp : undefined });
  } catch {
    throw invalidToken();
  }
}

const claimed = z.object({ header: z.object({ kid: z.string().optional() }), exp: z.number().optional() });

function verify(token: string, { key, algorithm }: VerificationKey): AccessToken {
  try {
    const payload = jwt.verify(token, key, { algorithms: [algorithm], issuer: tokenIssuer, audience: tokenIssuer });
    const { sub, sid, roles: held, withheldRoles, av, exp } = claims.parse(payload);
    return { userId: sub, sessionId: sid, roles: held, withheldRoles, authVersion: av, expiresAt: exp * 1000 };
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
