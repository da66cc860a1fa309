import { createSealing } from './sealing.js';

/** Secrets of the service from the one in use to the oldest: what an older one sealed still opens. */
export type SecretKeys = readonly [current: string, ...previous: string[]];

/** A text as it is stored: sealed, in base64, and with which secret. */
export interface SealedText {
  sealedSecret: string;
  sealedWith: string;
}

/** Seals with the secret in use, and opens what former ones sealed. */
export interface KeyRing {
  /** Encrypts `plain`, bound to `label`. */
  seal(plain: string, label: string): SealedText;
  /** @throws Error when none of the secrets sealed it, it was changed, or it belongs to another label */
  open(sealed: SealedText, label: string): string;
  /** Was it sealed with the secret in use? If not, seal it again before that one is gone. */
  isCurrent(sealed: Pick<SealedText, 'sealedWith'>): boolean;
}

/** A ring of keys derived from `secrets` for one `purpose`. */
export function createKeyRing([current, ...previous]: SecretKeys, purpose: string): KeyRing {
  const sealing = createSealing(current, purpose);
  const known = new Map([current, ...previous].map((secret) => createSealing(secret, purpose)).map((s) => [s.id, s]));
  return {
    seal: (plain, label) => ({
      sealedSecret: sealing.seal(Buffer.from(plain), label).toString('base64'),
      sealedWith: sealing.id,
    }),
    open({ sealedSecret, sealedWith }, label) {
      const opener = known.get(sealedWith);
      if (!opener) throw new Error('Another AUTH_SECRET_KEY sealed this: add it to AUTH_PREVIOUS_SECRET_KEYS.');
      return opener.open(Buffer.from(sealedSecret, 'base64'), label).toString();
    },
    isCurrent: ({ sealedWith }) => sealedWith === sealing.id,
  };
}
