import { createSecretKey, type KeyObject } from 'node:crypto';

/** A key that verifies access tokens, with the only algorithm it may be used with: a token has no say in that. */
export interface VerificationKey {
  readonly algorithm: 'HS256' | 'RS256';
  readonly key: KeyObject;
}

/** The keys that access tokens are verified with. */
export interface VerificationKeys {
  /**
   * The key of a token whose header names `keyId`; null when that is none of ours.
   * @throws DomainError SERVICE_UNAVAILABLE when no keys could be had so far
   */
  find(keyId: string | undefined): Promise<VerificationKey | null>;
  /** Is this key, found before, still one of ours? */
  trusts(key: VerificationKey): boolean;
  /** Ends what runs in the background. */
  close(): Promise<void>;
}

/** The simplest deployment: one secret that auth signs with as well (HS256). Whatever key a token names, it is this. */
export function sharedSecret(secret: string): VerificationKeys {
  const key: VerificationKey = { algorithm: 'HS256', key: createSecretKey(secret, 'utf8') };
  return {
    find: async () => key,
    trusts: () => true,
    async close() {},
  };
}
