import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { tokenIssuer } from '@doctorpy/service-kit/trust';
import jsonwebtoken from 'jsonwebtoken';
import type { Account } from '../account/account.js';
import type { EffectiveRoles, RolePolicy } from '../role/effective-roles.js';
import type { SecretKeys } from '../secrets/key-ring.js';
import type { Signing } from '../signing/signing.js';

/** An access token, the moment it stops being valid, and the roles it gives. */
export interface AccessToken extends EffectiveRoles {
  token: string;
  expiresAt: Date;
}

/** Makes the platform's tokens. */
export interface Tokens {
  /**
   * A signed JWT that says who the caller is, for the gateway. It does not outlive `sessionEndsAt`.
   * @throws DomainError SERVICE_UNAVAILABLE when no key can sign for the moment
   */
  access(account: Account, sessionId: string, now: Date, sessionEndsAt: Date): AccessToken;
  /** A new opaque refresh token: 32 random bytes, base64url. */
  refresh(): string;
  /**
   * The token that follows `refreshToken`: always the same one, computable only with the server's key. So the answer
   * to a repeated refresh can be given again although only hashes are stored. After it, those that followed from former
   * keys of the server.
   */
  successors(refreshToken: string): readonly [string, ...string[]];
}

/** An access token never lives longer, however the service is configured: retired keys are kept for this long. */
export const LONGEST_ACCESS_TOKEN_SECONDS = 900;

/** What tokens are made with: keys and roles of access tokens, and what the successors of refresh tokens follow from. */
export interface TokensDeps {
  signing: Pick<Signing, 'signer'>;
  rolePolicy: RolePolicy;
  successorSecrets: SecretKeys;
  accessSeconds: number;
}

/** The token maker of one service. */
export function createTokens({ signing, rolePolicy, successorSecrets, accessSeconds }: TokensDeps): Tokens {
  const [current, ...former] = successorSecrets;
  const currentKey = successorKey(current);
  const formerKeys = former.map(successorKey);
  return {
    access(account, sessionId, now, sessionEndsAt) {
      const { id, authVersion } = account;
      const { roles, withheldRoles } = rolePolicy.effective(account);
      const issuedAt = Math.floor(now.getTime() / 1000);
      const lifetime = Math.min(accessSeconds, Math.floor(sessionEndsAt.getTime() / 1000) - issuedAt);
      const { algorithm, key, keyId } = signing.signer(now);
      const withheld = withheldRoles.length > 0 ? { withheldRoles } : {};
      const claims = { sid: sessionId, roles, ...withheld, av: authVersion, iat: issuedAt };
      const token = jsonwebtoken.sign(claims, key, {
        algorithm,
        ...(keyId ? { keyid: keyId } : {}),
        issuer: tokenIssuer,
        audience: tokenIssuer,
        subject: id,
        expiresIn: lifetime,
      });
      return { token, expiresAt: new Date((issuedAt + lifetime) * 1000), roles, withheldRoles };
    },
    refresh: () => randomBytes(32).toString('base64url'),
    successors: (refreshToken) => [
      follow(refreshToken, currentKey),
      ...formerKeys.map((key) => follow(refreshToken, key)),
    ],
  };
}

function successorKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'doctorpy auth refresh successor', 32));
}

function follow(refreshToken: string, key: Buffer): string {
  return createHmac('sha256', key).update(refreshToken).digest('base64url');
}

/** Does this look like a refresh token of ours? */
export function isRefreshToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** What is stored of a refresh token: its SHA-256. A token has 256 random bits, so no salt or stretching is needed. */
export function hashRefreshToken(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}
