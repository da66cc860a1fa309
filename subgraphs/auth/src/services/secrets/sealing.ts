import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts small secrets for the database: what is stored is of no use without the service's own secret. */
export interface Sealing {
  /** Names the secret without telling anything about it, so that one can see which secret a text was sealed with. */
  readonly id: string;
  /** Encrypts `plain`. It opens again only under the same `label`, so that a text cannot be moved to another record. */
  seal(plain: Buffer, label: string): Buffer;
  /** @throws Error when the text was changed, belongs to another label, or was sealed with another secret */
  open(sealed: Buffer, label: string): Buffer;
}

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D §8.2.2: 96 random bits, for far fewer than 2^32 texts under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key derived from `secret` by HKDF-SHA-256 for one `purpose`. */
export function createSealing(secret: string, purpose: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return {
    id: Buffer.from(hkdfSync('sha256', secret, '', `${purpose}: id`, 8)).toString('hex'),
    seal(plain, label) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(label));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, label) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(label))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}
